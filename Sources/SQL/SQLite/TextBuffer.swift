// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The texts of a row, one behind the other, and for which parameters they are. Used again for row after row.
struct TextBuffer {
    /// A byte goes before them, so that an empty text has an address too: none would mean NULL.
    private var bytes: [UInt8] = [UInt8(ascii: " ")]
    /// Where each text stands.
    private(set) var ranges: [(parameter: CInt, range: Range<Int>)] = []

    /// The memory of a row with more bytes is not kept for the next.
    private static let keptBytes = 1 << 20

    /// Forgets all texts.
    mutating func clear() {
        if bytes.count > Self.keptBytes { bytes = [UInt8(ascii: " ")] }
        bytes.removeLast(bytes.count - 1)
        ranges.removeAll(keepingCapacity: true)
    }

    mutating func append(_ text: String, for parameter: CInt) {
        let start = bytes.count
        bytes += text.utf8
        ranges.append((parameter, start..<bytes.count))
    }

    /// Whether there is a NUL character in one of them. `memchr` looks at many bytes at once.
    var holdNUL: Bool {
        bytes.withUnsafeBytes { bytes in bytes.baseAddress.map { memchr($0, 0, bytes.count) != nil } ?? false }
    }

    /// Lends the bytes.
    func withBytes<R>(_ body: (UnsafeRawBufferPointer) -> R) -> R {
        bytes.withUnsafeBytes(body)
    }
}
