// SPDX-License-Identifier: Apache-2.0

extension MessageDecoder {
    /// The message that something set aside is by the rules and limits of now.
    ///
    /// What had been decoded before is read as the message of a dump that it is: with the names that it states, and
    /// without the limit on what comes from the bus, since its envelope passed that when it was received.
    ///
    /// - Throws: `SetAside` when it is none still.
    package func message(_ kept: KeptSetAside) throws(SetAside) -> Message {
        if kept.reason == SetAside.Reason.saltEvent.rawValue {
            return try message(saltTag: kept.topic, payload: kept.body, receivedAt: kept.receivedAt)
        }
        guard kept.isDumped else {
            return try message(topic: kept.topic, body: kept.body, receivedAt: kept.receivedAt)
        }
        return try MessageDecoder(maximumBytes: .max, names: names)
            .message(topic: kept.topic, body: kept.body, receivedAt: kept.receivedAt, origin: .dump)
    }
}
