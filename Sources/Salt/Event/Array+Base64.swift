// SPDX-License-Identifier: Apache-2.0

extension [UInt8] {
    private static let base64Digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    /// Appends bytes in base64 (RFC 4648, 4), filled up with `=`.
    mutating func append(base64 bytes: UnsafeRawBufferPointer) {
        reserveCapacity(count + (bytes.count + 2) / 3 * 4)
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = bytes[start..<Swift.min(start + 3, bytes.count)]
            let bits = group.reduce(UInt32(0)) { $0 << 8 | UInt32($1) } << (8 * UInt32(3 - group.count))
            for digit in 0..<4 {
                let value = Int(bits >> (18 - 6 * UInt32(digit)) & 0x3F)
                append(digit > group.count ? UInt8(ascii: "=") : Self.base64Digits[value])
            }
        }
    }
}
