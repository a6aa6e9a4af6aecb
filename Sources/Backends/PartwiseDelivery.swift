// SPDX-License-Identifier: Apache-2.0

internal import Flow

/// Finds the records that a backend refuses, where it only tells that there are some: by handing over ever smaller parts.
enum PartwiseDelivery {
    /// What became of some records handed over at once.
    enum Outcome: Hashable, Sendable {
        /// All were taken.
        case taken
        /// None was taken, because of one of them at least.
        case refused(String)
    }

    /// Hands over a batch.
    ///
    /// - Throws: `DeliveryError`: what `attempt` throws, or `.never` with the records that are refused alone.
    static func deliver(
        _ batch: [Record], attempt: (ArraySlice<Record>) async throws(DeliveryError) -> Outcome
    ) async throws(DeliveryError) {
        try await refusals(of: batch, attempt: attempt).throwIfAny()
    }

    /// Hands over a batch in order, in as large parts as are taken; the records that are refused alone.
    ///
    /// A part that is refused is halved until the refused record stands alone: of n records one bad one costs about
    /// 2 log n attempts.
    ///
    /// - Throws: what `attempt` throws.
    static func refusals(
        of batch: [Record], attempt: (ArraySlice<Record>) async throws(DeliveryError) -> Outcome
    ) async throws(DeliveryError) -> [DeliveryError.Refusal] {
        var refusals: [DeliveryError.Refusal] = []
        // The next part is the last of the list.
        var parts = [batch[...]]
        while let part = parts.popLast() {
            guard case .refused(let reason) = try await attempt(part) else { continue }
            guard part.count > 1 else {
                refusals.append(DeliveryError.Refusal(position: part[part.startIndex].position, reason: reason))
                continue
            }
            let middle = part.startIndex + part.count / 2
            parts += [part[middle...], part[..<middle]]
        }
        return refusals
    }
}
