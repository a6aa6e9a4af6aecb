// SPDX-License-Identifier: Apache-2.0

/// Writes MessagePack by hand, as the specification draws it.
enum MessagePack {
    static func text(_ text: String) -> [UInt8] {
        precondition(text.utf8.count < 32, "a short text has less than 32 bytes")
        return [0xA0 | UInt8(text.utf8.count)] + Array(text.utf8)
    }

    static func bytes(_ count: Int) -> [UInt8] { bytes([UInt8](repeating: 7, count: count)) }

    static func bytes(_ bytes: [UInt8]) -> [UInt8] {
        [0xC6] + (0..<4).reversed().map { UInt8(truncatingIfNeeded: bytes.count >> (8 * $0)) } + bytes
    }

    static func frame(tag: String, payload: [UInt8]) -> [UInt8] {
        [0x82] + text("head") + [0x80] + text("body") + bytes(Array(tag.utf8) + [10, 10] + payload)
    }
}
