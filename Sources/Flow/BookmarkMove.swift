// SPDX-License-Identifier: Apache-2.0

/// How far a feed's bookmark goes, and what became of the records on the way.
package struct BookmarkMove: Hashable, Sendable {
    /// The position that the feed is past.
    package var position: Int64
    /// How many records the backend took on the way.
    package var delivered = 0
    /// Those that it will never take.
    package var refused: [Refused] = []

    /// A record that is set aside as a dead letter.
    package struct Refused: Hashable, Sendable {
        /// Its position.
        package let position: Int64
        /// Its identity.
        package let id: String
        /// Why, for the operator.
        package let reason: String

        /// A dead letter.
        package init(position: Int64, id: String, reason: String) {
            self.position = position
            self.id = id
            self.reason = reason
        }
    }

    /// A move past a position.
    package init(to position: Int64) {
        self.position = position
    }
}

extension Delivery {
    /// What it moves once it is delivered, all but what was refused.
    ///
    /// - Parameter refusals: of its records; what they name beside them is passed over.
    package func move(without refusals: [DeliveryError.Refusal] = []) -> BookmarkMove {
        let reasons = Dictionary(refusals.map { ($0.position, $0.reason) }) { first, _ in first }
        var move = BookmarkMove(to: through)
        move.refused = records.compactMap { record in
            reasons[record.position].map { .init(position: record.position, id: record.id, reason: $0) }
        }
        move.delivered = records.count - move.refused.count
        return move
    }
}
