// SPDX-License-Identifier: Apache-2.0

extension Category {
    /// Where events of Salt are filed that are not of a kind of its own: what operators fire, and tags without `salt/`.
    static let salt = "salt"

    /// A longer word is no kind of event.
    private static let longestKind = 32

    /// `salt/job`, `salt/auth` and so on for Salt's own events, `salt` for all others: their first word may be anything, a
    /// job's number or a machine's name, and there would be a category a message.
    static func name(ofSaltTag tag: String) -> String {
        let words = tag.utf8.split(separator: UInt8(ascii: "/"), maxSplits: 2, omittingEmptySubsequences: false)
        guard words.count > 1, words[0].elementsEqual(salt.utf8), isKind(words[1]) else { return salt }
        return "\(salt)/\(Substring(words[1]))"
    }

    private static func isKind(_ word: Substring.UTF8View) -> Bool {
        (1...longestKind).contains(word.count)
            && word.allSatisfy {
                $0 | 0x20 >= UInt8(ascii: "a") && $0 | 0x20 <= UInt8(ascii: "z") || $0 == UInt8(ascii: "_")
            }
    }
}
