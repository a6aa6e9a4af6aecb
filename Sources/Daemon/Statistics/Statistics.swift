// SPDX-License-Identifier: Apache-2.0

internal import DatanommerModels
internal import Flow
internal import JSONText

/// How much the daemon does, in the words that readers of salt-eventsd's state file know; pure.
struct Statistics: Hashable, Sendable {
    /// What was counted at a moment.
    struct Counts: Hashable, Sendable {
        /// Messages that were received and made durable.
        var received = 0
        /// Records that feeds' backends took.
        var handled = 0
        /// Deliveries that were begun.
        var begun = 0
        /// Deliveries that ended, well or not.
        var ended = 0
    }

    let counts: Counts
    let before: Counts
    let elapsed: Duration
    let at: Timestamp

    /// The numbers, under their names. There are no threads to count: a delivery is what a thread was.
    var members: [(name: String, value: JSONText)] {
        [
            ("events_rec", .integer(counts.received)), ("events_hdl", .integer(counts.handled)),
            ("events_hdl_sec", .double(rate(counts.handled - before.handled))),
            ("events_tot_sec", .double(rate(counts.received - before.received))),
            ("threads_created", .integer(counts.begun)), ("threads_joined", .integer(counts.ended)),
        ]
    }

    /// One line of JSON.
    var line: String { JSONText.object(members.map { ($0.name, $0.value) }).text }

    /// The numbers as a record for a backend; its position is the time.
    var record: Record {
        let topic = "datanommer.statistics"
        return Record(
            position: at.microseconds, id: "\(topic)-\(at.microseconds)", name: topic, time: at,
            fields: [
                .init("position", .integer(at.microseconds)), .init("msg_id", .text("\(topic)-\(at.microseconds)")),
                .init("topic", .text(topic)), .init("timestamp", .timestamp(at)),
                .init("msg", .json(.object(members.map { ($0.name, $0.value) }))),
            ])
    }

    /// How many a second, to two digits behind the point.
    private func rate(_ count: Int) -> Double {
        let seconds = elapsed / .seconds(1)
        return seconds > 0 ? (Double(count) / seconds * 100).rounded() / 100 : 0
    }
}

extension Statistics.Counts {
    /// What the meters tell.
    init(_ readings: MeterReadings) {
        self.init(
            received: readings.spooled, handled: readings.feeds.delivered, begun: readings.feeds.begun,
            ended: readings.feeds.ended)
    }
}
