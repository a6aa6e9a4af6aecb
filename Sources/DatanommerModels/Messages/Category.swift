// SPDX-License-Identifier: Apache-2.0

/// The application a topic belongs to.
enum Category {
    /// Where a topic too short to tell is filed.
    static let unclassified = "Unclassified"

    /// The fourth dotted word; the third if the topic contains `VirtualTopic` (messages that came over STOMP).
    static func name(ofTopic topic: String) -> String {
        let words = topic.utf8.split(separator: UInt8(ascii: "."), maxSplits: 4, omittingEmptySubsequences: false)
        let index = topic.contains("VirtualTopic") ? 2 : 3
        guard words.indices.contains(index), !words[index].isEmpty else { return unclassified }
        return String(Substring(words[index]))
    }
}
