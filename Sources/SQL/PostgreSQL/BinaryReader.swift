// SPDX-License-Identifier: Apache-2.0

/// Reads PostgreSQL's binary format: numbers are big-endian. Each method is nil when there are too few bytes left.
struct BinaryReader {
    private var bytes: UnsafeRawBufferPointer.SubSequence

    /// - Important: Must not outlive the bytes.
    init(_ bytes: UnsafeRawBufferPointer) {
        self.bytes = bytes[...]
    }

    var isAtEnd: Bool { bytes.isEmpty }

    mutating func integer<Number: FixedWidthInteger>(_: Number.Type) -> Number? {
        guard let bytes = take(MemoryLayout<Number>.size) else { return nil }
        return Number(bigEndian: bytes.loadUnaligned(as: Number.self))
    }

    mutating func take(_ count: Int) -> UnsafeRawBufferPointer? {
        guard count >= 0, count <= bytes.count else { return nil }
        defer { bytes = bytes.dropFirst(count) }
        return UnsafeRawBufferPointer(rebasing: bytes.prefix(count))
    }
}
