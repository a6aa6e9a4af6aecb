// SPDX-License-Identifier: Apache-2.0

/// What a subscriber received in one go, in the order in which it arrived.
package struct ReceivedBatch: Hashable, Sendable {
    /// The messages, oldest first.
    package var envelopes: [Envelope]
    /// The messages that were no envelopes, oldest first; where they stood among the envelopes is not kept.
    package var undecodable: [UndecodableFrames]

    /// A batch of these messages.
    package init(envelopes: [Envelope] = [], undecodable: [UndecodableFrames] = []) {
        self.envelopes = envelopes
        self.undecodable = undecodable
    }

    /// How many messages it holds, of both kinds.
    package var count: Int { envelopes.count + undecodable.count }
    /// Whether it holds none.
    package var isEmpty: Bool { envelopes.isEmpty && undecodable.isEmpty }

    /// The same batch, all its envelopes from one publisher.
    package consuming func said(by origin: Origin) -> ReceivedBatch {
        for index in envelopes.indices { envelopes[index].origin = origin }
        return self
    }
}
