// SPDX-License-Identifier: Apache-2.0

/// Why a backend did not take records.
package enum DeliveryError: Error, Hashable, Sendable {
    /// The same records may be taken later: the server is away, busy, full. The words are for the operator; no secrets.
    case later(String)
    /// These records will never be taken; all others of the batch were.
    case never([Refusal])

    /// A record that a backend will never take, and why.
    package struct Refusal: Hashable, Sendable {
        /// The record's position.
        package let position: Int64
        /// Why, in words for the operator; no secrets, no body.
        package let reason: String

        /// A refusal.
        package init(position: Int64, reason: String) {
            self.position = position
            self.reason = reason
        }
    }
}

extension [DeliveryError.Refusal] {
    /// Tells of the refused records, in order of position, if there are any.
    ///
    /// - Throws: `.never`.
    package func throwIfAny() throws(DeliveryError) {
        if !isEmpty { throw .never(sorted { $0.position < $1.position }) }
    }
}
