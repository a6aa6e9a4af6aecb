// SPDX-License-Identifier: Apache-2.0

/// Takes the events out of what a Unix socket of Salt delivers: maps of MessagePack, one behind the other; pure.
///
/// Frames straddle reads as they like. A byte is looked at once to find the end of its frame, and copied once into the
/// event that it belongs to. A frame that is too large is stepped over without being kept, as far as its lengths can be
/// believed.
package struct SaltStream: Sendable {
    /// What stood in a frame.
    package enum Found: Hashable, Sendable {
        /// An event.
        case event(tag: [UInt8], payload: [UInt8])
        /// A frame without an event in it.
        case odd([UInt8])
        /// The beginning of a frame that is too large, and how many bytes it had.
        case tooLarge([UInt8], count: Int)
    }

    /// A frame that claims more is a lie, or as good as one: waiting for its end would swallow all that follows.
    private static let believable = 1 << 30
    private static let roomWanted = 1 << 16

    private let maximumBytes: Int
    private let keptBytes: Int
    private var bytes = [UInt8](repeating: 0, count: 2 * roomWanted)
    /// Where the frame begins that is being looked at, how far it was looked at, and where the bytes end.
    private var start = 0
    private var scanned = 0
    private var end = 0
    private var span = MessagePackSpan()
    /// Of a frame that is too large: its beginning, and how many bytes of it are gone already.
    private var stepped: (beginning: [UInt8], count: Int)?

    /// - Parameters:
    ///   - maximumBytes: the largest frame that is kept.
    ///   - keptBytes: how much is kept of the others.
    package init(maximumBytes: Int, keptBytes: Int) {
        self.maximumBytes = maximumBytes
        self.keptBytes = keptBytes
    }

    /// The first byte that was not taken yet.
    package var firstByte: UInt8? { start < end ? bytes[start] : nil }

    /// What has come of a frame that has no end yet.
    package var cut: [UInt8] { stepped?.beginning ?? Array(bytes[start..<min(end, start + keptBytes)]) }
    /// How many bytes have come of a frame that has no end yet.
    package var cutCount: Int { (stepped?.count ?? 0) + end - start }

    /// Lends room for more bytes, 64 KiB at the least; `read` tells how many it put there.
    package mutating func receive(_ read: (UnsafeMutableRawBufferPointer) -> Int) {
        if start == end { (start, scanned, end) = (0, 0, 0) }
        if bytes.count - end < Self.roomWanted { makeRoom() }
        end += bytes.withUnsafeMutableBytes { read(UnsafeMutableRawBufferPointer(rebasing: $0[end...])) }
    }

    /// The next frame, or nil when more bytes are needed for it.
    ///
    /// - Throws: ``SaltStreamError`` when it is none; the stream is of no use then.
    package mutating func next() throws(SaltStreamError) -> Found? {
        guard scanned < end else { return nil }
        if scanned == start, stepped == nil, !MessagePackHead.beginsMap(bytes[start]) {
            throw lost("a byte that begins no frame")
        }
        let (from, upTo) = (scanned, end)
        do {
            scanned = try bytes.withUnsafeBytes { buffer in
                try span.advance(over: UnsafeRawBufferPointer(rebasing: buffer[..<upTo]), from: from)
            }
        } catch {
            throw lost("a byte that begins nothing")
        }
        if !span.isOver { return try wait() }
        defer { (start, span, stepped) = (scanned, MessagePackSpan(), nil) }
        let size = (stepped?.count ?? 0) + scanned - start
        guard size <= maximumBytes else { return .tooLarge(stepped?.beginning ?? beginning, count: size) }
        return found()
    }

    /// The frame goes on: notes whether it can still be kept.
    private mutating func wait() throws(SaltStreamError) -> Found? {
        let least = (stepped?.count ?? 0) + scanned - start + span.leastRemaining
        guard least > maximumBytes else { return nil }
        guard least <= Self.believable else { throw lost("a frame of \(least) bytes or more") }
        stepped = (stepped?.beginning ?? beginning, (stepped?.count ?? 0) + scanned - start)
        start = scanned
        return nil
    }

    private func found() -> Found {
        bytes.withUnsafeBytes { buffer in
            let frame = UnsafeRawBufferPointer(rebasing: buffer[start..<scanned])
            guard let body = SaltFraming.body(ofFrame: frame), let parts = SaltFraming.stream(body) else {
                return .odd(Array(frame))
            }
            return .event(tag: Array(body[parts.tag]), payload: Array(body[parts.payload]))
        }
    }

    private var beginning: [UInt8] { Array(bytes[start..<min(scanned, start + keptBytes)]) }

    private func lost(_ what: String) -> SaltStreamError {
        SaltStreamError(description: what, bytes: cut)
    }

    /// Moves what is left to the front, and doubles the room where that is not enough.
    private mutating func makeRoom() {
        if start > 0 {
            let unread = start..<end
            bytes.withUnsafeMutableBytes { buffer in
                buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(buffer)[unread]))
            }
            (start, scanned, end) = (0, scanned - start, end - start)
        }
        guard bytes.count - end < Self.roomWanted else { return }
        bytes.append(contentsOf: [UInt8](repeating: 0, count: bytes.count))
    }
}
