// SPDX-License-Identifier: Apache-2.0

/// Which topics are recorded: those with one of some beginnings, compared byte by byte; none means all.
struct TopicPrefixes: Hashable, Sendable {
    private let prefixes: [[UInt8]]

    init(_ prefixes: [String]) {
        self.prefixes = prefixes.map { Array($0.utf8) }
    }

    /// Whether a topic is recorded.
    func take(_ topic: some Sequence<UInt8>) -> Bool {
        prefixes.isEmpty || prefixes.contains { topic.starts(with: $0) }
    }
}
