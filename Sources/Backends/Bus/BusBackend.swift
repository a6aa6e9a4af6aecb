// SPDX-License-Identifier: Apache-2.0

internal import Bus
package import Flow
internal import JSONText
internal import SQL
package import Signatures

/// Says records again on a bus of one's own, as fedmsg envelopes over ZeroMQ PUB/SUB, signed on wish.
///
/// Identity, time and body are those of the record, so that who hears both buses knows it again. PUB/SUB knows no
/// acknowledgement: a record counts as delivered when as many subscribers as are asked for were there, and every one of
/// them has room for it.
package actor BusBackend: Backend {
    /// Where a bus is, and what is asked of it.
    package struct Options: Hashable, Sendable {
        /// Goes before each topic.
        package var topicPrefix = ""
        /// How many subscriptions must be there before anything is said; 0: it is said to nobody, if nobody is there.
        package var subscribers = 1
        /// How many messages wait for the slowest subscriber before the feed waits too; 0: any number, in memory.
        package var highWaterMark = 1000
        /// How long to wait for subscribers before the delivery counts as failed, and at the end for what they have not
        /// read.
        package var patience = Duration.seconds(10)

        /// Any subscriber will do.
        package init() {}
    }

    /// Whether subscribers, or a relay's subscribers, find it.
    package enum Place: Hashable, Sendable {
        /// Subscribers connect to this endpoint, such as `tcp://*:9940` or `ipc:///path`.
        case bind(String)
        /// A relay is bound to it.
        case connect(String)
    }

    private let place: Place
    private let options: Options
    private let signer: EnvelopeSigner?
    private var publisher: Publisher?

    /// A bus.
    ///
    /// - Parameters:
    ///   - place: where it is.
    ///   - options: what is asked of it.
    ///   - signer: signs what is said; nil: it is said unsigned.
    package init(_ place: Place, _ options: Options = Options(), signer: EnvelopeSigner? = nil) {
        self.place = place
        self.options = options
        self.signer = signer
    }

    package func check() throws(DeliveryError) {
        _ = try opened()
    }

    package func deliver(_ batch: [Record]) async throws(DeliveryError) {
        let publisher = try opened()
        if options.subscribers > 0 {
            let isHeard = await publisher.waitForSubscriber(options.subscribers, within: options.patience)
            guard isHeard else {
                throw .later("fewer than \(options.subscribers) subscribers listen at \(publisher.boundEndpoint)")
            }
        }
        do throws(BusError) {
            try await publisher.send(batch.map(envelope))
        } catch {
            throw .later("\(error)")
        }
    }

    package func close() async {
        // What a subscriber has not read by then was delivered to its queue.
        try? await publisher?.close(within: options.patience)
        publisher = nil
    }

    /// Opens the socket at the first need, and keeps it: subscribers are to stay.
    private func opened() throws(DeliveryError) -> Publisher {
        if let publisher { return publisher }
        do throws(BusError) {
            let opened =
                switch place {
                case .bind(let endpoint): try Publisher(bind: endpoint, sendHighWaterMark: options.highWaterMark)
                case .connect(let endpoint): try Publisher(connect: endpoint, sendHighWaterMark: options.highWaterMark)
                }
            publisher = opened
            return opened
        } catch {
            throw .later("\(error)")
        }
    }

    private func envelope(_ record: Record) -> Envelope {
        let topic = options.topicPrefix + record.name
        let members = members(of: record, topic)
        return Envelope(
            topic: Array(topic.utf8), body: signer?.signed(members) ?? Array(JSONText.object(members).bytes),
            receivedAt: record.time.microseconds)
    }

    /// The members of an envelope, in fedmsg's order.
    private func members(of record: Record, _ topic: String) -> [(String, JSONText)] {
        let values: [(String, JSONText?)] = [
            ("i", record["i"]?.json ?? .integer(0)), ("msg", record["msg"]?.json ?? .object([])),
            ("msg_id", .string(record.id)), ("timestamp", .number(record.time.epochSeconds)),
            ("topic", .string(topic)), ("username", record["username"]?.json),
        ]
        return values.compactMap { name, value in value.map { (name, $0) } }
    }
}
