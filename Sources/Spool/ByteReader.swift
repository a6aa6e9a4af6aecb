// SPDX-License-Identifier: Apache-2.0

/// Reads a stretch of bytes from left to right; nil where it ends too early.
struct ByteReader {
    private let bytes: UnsafeRawBufferPointer
    private var position = 0

    /// - Important: Must not outlive the bytes.
    init(_ bytes: UnsafeRawBufferPointer) {
        self.bytes = bytes
    }

    var isAtEnd: Bool { position == bytes.count }

    mutating func byte() -> UInt8? { number(UInt8.self) }

    mutating func number<Number: FixedWidthInteger>(_: Number.Type) -> Number? {
        guard position + Number.bitWidth / 8 <= bytes.count else { return nil }
        defer { position += Number.bitWidth / 8 }
        return Number(littleEndian: bytes.loadUnaligned(fromByteOffset: position, as: Number.self))
    }

    mutating func bytes(_ count: Int) -> [UInt8]? {
        guard count <= bytes.count - position else { return nil }
        defer { position += count }
        return Array(bytes[position..<(position + count)])
    }
}

extension [UInt8] {
    mutating func append(littleEndian number: some FixedWidthInteger) {
        Swift.withUnsafeBytes(of: number.littleEndian) { append(contentsOf: $0) }
    }
}
