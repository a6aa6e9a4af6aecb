// SPDX-License-Identifier: Apache-2.0

/// Reads values of MessagePack from left to right, head by head.
///
/// - Important: Must not outlive the bytes.
struct MessagePackReader {
    let bytes: UnsafeRawBufferPointer
    private(set) var place: Int

    init(_ bytes: UnsafeRawBufferPointer, at place: Int = 0) {
        self.bytes = bytes
        self.place = place
    }

    /// The head of the next value.
    ///
    /// A length that the bytes cannot hold is refused here, so that nobody makes room for what is not there.
    @inline(__always)
    mutating func head() throws(MessagePackError) -> MessagePackHead {
        guard let (head, size) = try MessagePackHead.read(bytes, at: place),
            max(head.payload, head.inner) <= bytes.count - place - size
        else { throw MessagePackError(.cut, at: bytes.count) }
        place += size
        return head
    }

    /// The next bytes, so many as a head said.
    @inline(__always)
    mutating func take(_ count: Int) -> UnsafeRawBufferPointer {
        defer { place += count }
        return UnsafeRawBufferPointer(rebasing: bytes[place..<(place + count)])
    }

    /// Steps over a whole value.
    mutating func skip() throws(MessagePackError) {
        guard let end = try MessagePackSpan.end(of: bytes, from: place) else {
            throw MessagePackError(.cut, at: bytes.count)
        }
        place = end
    }

    /// The next value, if it is a text; otherwise nothing is read.
    mutating func text() throws(MessagePackError) -> UnsafeRawBufferPointer? {
        var ahead = self
        guard case .text(let count) = try ahead.head() else { return nil }
        let text = ahead.take(count)
        self = ahead
        return text
    }
}
