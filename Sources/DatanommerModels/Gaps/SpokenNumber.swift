// SPDX-License-Identifier: Apache-2.0

/// A message that a publisher numbered, as it came off the publisher's own socket.
package struct SpokenNumber: Hashable, Sendable {
    /// The publisher, by its endpoint.
    package var publisher: String
    /// Its number, `seq_id`.
    package var number: Int64
    /// The message's identity; nil when it could not become a message, which was heard all the same.
    package var msgID: String?
    /// When it was received.
    package var receivedAt: Timestamp

    /// A number that was heard.
    package init(publisher: String, number: Int64, msgID: String?, receivedAt: Timestamp) {
        self.publisher = publisher
        self.number = number
        self.msgID = msgID
        self.receivedAt = receivedAt
    }
}
