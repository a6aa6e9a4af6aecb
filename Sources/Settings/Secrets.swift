// SPDX-License-Identifier: Apache-2.0

/// Makes of a text that may hold a password one that may be shown: what may be the password is a star.
///
/// Rather too much is hidden than too little. A password that was not percent-encoded may hold any character, so it goes
/// from the first colon behind `://` to the last `@`, and a value such as `password=…` to the end.
package enum Secrets {
    private static let star = UInt8(ascii: "*")
    /// How libpq's options end whose values are secret.
    private static let keys = ["password=", "secret=", "_key="].map { Array($0.utf8) }

    /// The bytes of one argument or value, never longer than they were.
    package static func hide(in bytes: [UInt8]) -> [UInt8] {
        hideValue(in: hidePassword(in: bytes))
    }

    /// One argument or value.
    package static func hide(in text: String) -> String {
        let bytes = Array(text.utf8)
        let hidden = hide(in: bytes)
        return hidden == bytes ? text : String(decoding: hidden, as: UTF8.self)
    }

    /// A message: each of its words is looked at by itself; white space and quotation marks are between words.
    package static func hide(inWordsOf message: String) -> String {
        let isBorder = { (byte: UInt8) in byte <= UInt8(ascii: " ") || "\"'".utf8.contains(byte) }
        var (shown, word): ([UInt8], [UInt8]) = ([], [])
        for byte in message.utf8 {
            guard isBorder(byte) else {
                word.append(byte)
                continue
            }
            shown += hide(in: word) + [byte]
            word = []
        }
        return String(decoding: shown + hide(in: word), as: UTF8.self)
    }

    private static func hidePassword(in bytes: [UInt8]) -> [UInt8] {
        guard let scheme = bytes.firstRange(of: Array("://".utf8)),
            let colon = bytes[scheme.upperBound...].firstIndex(of: UInt8(ascii: ":")),
            let at = bytes.lastIndex(of: UInt8(ascii: "@")), colon + 1 < at
        else { return bytes }
        return bytes[...colon] + [star] + bytes[at...]
    }

    private static func hideValue(in bytes: [UInt8]) -> [UInt8] {
        // Capitals are 32 below their small letters in ASCII.
        let small = bytes.map { (0x41...0x5A).contains($0) ? $0 + 32 : $0 }
        let starts = keys.compactMap { small.firstRange(of: $0)?.upperBound }
        guard let start = starts.min(), start < bytes.count else { return bytes }
        return bytes[..<start] + [star]
    }
}
