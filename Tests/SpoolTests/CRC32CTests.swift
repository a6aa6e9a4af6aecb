// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Spool

@Suite struct `CRC-32C` {
    @Test(
        arguments: [
            ([], 0), (Array("123456789".utf8), 0xE306_9283), ([UInt8](repeating: 0, count: 32), 0x8A91_36AA),
            ([UInt8](repeating: 0xFF, count: 32), 0x62A8_AB43), (Array(0...31), 0x46DD_794E),
        ] as [([UInt8], UInt32)]) func `is that of RFC 3720, B.4`(bytes: [UInt8], expected: UInt32)
    {
        #expect(bytes.withUnsafeBytes(CRC32C.checksum) == expected)
    }
}
