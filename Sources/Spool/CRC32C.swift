// SPDX-License-Identifier: Apache-2.0

/// The cyclic redundancy check of Castagnoli's polynomial (RFC 3720, 12.1), eight bytes a step.
enum CRC32C {
    /// Eight tables behind one another: what a byte contributes that stands so many bytes before the end of the step.
    private static let table: [UInt32] = {
        var table = [UInt32](repeating: 0, count: 8 * 256)
        for byte in 0..<256 {
            var remainder = UInt32(byte)
            for _ in 0..<8 {
                let isOdd = remainder & 1 == 1
                remainder >>= 1
                if isOdd { remainder ^= 0x82F6_3B78 }
            }
            table[byte] = remainder
        }
        for index in 256..<table.count {
            let before = table[index - 256]
            table[index] = table[Int(before & 0xFF)] ^ before >> 8
        }
        return table
    }()

    /// The check of all bytes.
    static func checksum(_ bytes: UnsafeRawBufferPointer) -> UInt32 {
        table.withUnsafeBufferPointer { table in
            var crc = ~UInt32(0)
            var position = 0
            while position + 8 <= bytes.count {
                let word = bytes.loadUnaligned(fromByteOffset: position, as: UInt64.self)
                crc = step(UInt64(littleEndian: word) ^ UInt64(crc), table)
                position += 8
            }
            while position < bytes.count {
                crc = table[Int((crc ^ UInt32(bytes[position])) & 0xFF)] ^ crc >> 8
                position += 1
            }
            return ~crc
        }
    }

    @inline(__always)
    private static func step(_ word: UInt64, _ table: UnsafeBufferPointer<UInt32>) -> UInt32 {
        var crc: UInt32 = 0
        for byte in 0..<8 {
            let value = Int(word >> UInt64(8 * byte) & 0xFF)
            crc ^= table[(7 - byte) * 256 + value]
        }
        return crc
    }
}
