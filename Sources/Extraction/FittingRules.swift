// SPDX-License-Identifier: Apache-2.0

internal import Synchronization

/// Remembers which rules fit a topic: there are few topics, and each message has one.
final class FittingRules: Sendable {
    private let known = Mutex<[String: [ExtractionRules.Rule]]>([:])

    /// Past so many topics all are forgotten, and looked for again: a stranger's must not fill the memory.
    private static let limit = 4_096

    /// The rules among these, always the same ones, that fit a topic.
    func rules(for topic: String, of rules: [ExtractionRules.Rule]) -> [ExtractionRules.Rule] {
        if let fitting = known.withLock({ $0[topic] }) { return fitting }
        let words = topic.split(separator: ".", omittingEmptySubsequences: false)
        let fitting = rules.filter { $0.topic.matches(words) }
        // A topic may be as long as a message.
        guard topic.utf8.count <= 256 else { return fitting }
        known.withLock { known in
            if known.count >= Self.limit { known = [:] }
            known[topic] = fitting
        }
        return fitting
    }
}
