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
    private let settings: BusBackendSettings
    private let signer: EnvelopeSigner?
    private var publisher: Publisher?

    /// A bus.
    ///
    /// - Parameters:
    ///   - settings: where it is.
    ///   - signer: signs what is said; nil: it is said unsigned.
    package init(_ settings: BusBackendSettings, signer: EnvelopeSigner? = nil) {
        self.settings = settings
        self.signer = signer
    }

    package func check() throws(DeliveryError) {
        _ = try opened()
    }

    package func deliver(_ batch: [Record]) async throws(DeliveryError) {
        let publisher = try opened()
        if settings.subscribers > 0 {
            let isHeard = await publisher.waitForSubscriber(settings.subscribers, within: settings.patience)
            guard isHeard else {
                throw .later("fewer than \(settings.subscribers) subscribers listen at \(publisher.boundEndpoint)")
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
        try? await publisher?.close(within: settings.patience)
        publisher = nil
    }

    /// Opens the socket at the first need, and keeps it: subscribers are to stay.
    private func opened() throws(DeliveryError) -> Publisher {
        if let publisher { return publisher }
        do throws(BusError) {
            let opened =
                switch settings.place {
                case .bind(let endpoint): try Publisher(bind: endpoint, sendHighWaterMark: settings.highWaterMark)
                case .connect(let endpoint): try Publisher(connect: endpoint, sendHighWaterMark: settings.highWaterMark)
                }
            publisher = opened
            return opened
        } catch {
            throw .later("\(error)")
        }
    }

    private func envelope(_ record: Record) -> Envelope {
        let topic = settings.topicPrefix + record.name
        let members = members(of: record, topic)
        return Envelope(
            topic: Array(topic.utf8), body: signer?.signed(members) ?? Array(JSONText.object(members).bytes),
            receivedAt: record.time.microseconds)
    }

    /// The members of an envelope, in fedmsg's order.
    private func members(of record: Record, _ topic: String) -> [(String, JSONText)] {
        let values: [(String, JSONText?)] = [
            ("i", record["i"]?.json ?? .integer(0)), ("msg", record["msg"]?.json ?? .object([])),
            ("msg_id", .string(record.id)), ("timestamp", FieldValue.timestamp(record.time).json),
            ("topic", .string(topic)), ("username", record["username"]?.json),
        ]
        return values.compactMap { name, value in value.map { (name, $0) } }
    }
}
