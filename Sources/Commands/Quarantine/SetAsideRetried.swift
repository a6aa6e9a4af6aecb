// SPDX-License-Identifier: Apache-2.0

internal import DatanommerModels

/// What became of all that was tried again.
struct SetAsideRetried: Hashable {
    private var stored = 0
    private var duplicates = 0
    private var gone = 0
    private var reasons: [String: Int] = [:]
    /// The first of those that stayed.
    private(set) var stayed: [RetryOutcome.Stayed] = []

    /// So many of those that stayed are kept to be told: there may be millions.
    private static let told = 1_000

    var hasStayed: Bool { !reasons.isEmpty }

    mutating func count(_ outcome: RetryOutcome) {
        stored += outcome.stored
        duplicates += outcome.duplicates
        gone += outcome.gone
        for one in outcome.stayed { reasons[one.reason, default: 0] += 1 }
        stayed += outcome.stayed.prefix(Self.told - stayed.count)
    }

    /// The line that tells it.
    var summary: String {
        let parts = reasons.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }.joined(separator: ", ")
        let tail = reasons.isEmpty ? "" : ": \(parts.forTerminal)"
        let missing = gone == 0 ? "" : ", \(gone) taken away by somebody else"
        let left = reasons.values.reduce(0, +)
        return "\(stored) stored, \(duplicates) were there already\(missing), \(left) stayed\(tail)"
    }
}
