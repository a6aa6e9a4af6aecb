// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Salt

@Suite struct `A stream of events` {
    private let frames = RecordedEvent.frames

    @Test func `is the same in one piece and cut at any byte`() throws {
        let bytes = frames.flatMap(\.bytes)
        let whole = try SaltStream.reading([bytes])
        #expect(whole.compactMap(\.tag) == frames.map(\.tag))
        for place in bytes.indices {
            #expect(
                try SaltStream.reading([Array(bytes[..<place]), Array(bytes[place...])]) == whole, "cut at \(place)")
        }
    }

    @Test(arguments: [1, 2, 3, 7, 64])
    func `is the same in pieces of a few bytes`(size: Int) throws {
        let bytes = frames.flatMap(\.bytes)
        let pieces = stride(from: 0, to: bytes.count, by: size).map { Array(bytes[$0..<min($0 + size, bytes.count)]) }
        #expect(try SaltStream.reading(pieces) == SaltStream.reading([bytes]))
    }

    @Test func `goes on behind a frame that is too large, without keeping it`() throws {
        let frame = frames[0].bytes
        let large = MessagePack.frame(tag: "a", payload: MessagePack.bytes(200_000))
        let stream = try SaltStream.reading([frame + large + frame], limit: 10_000)
        #expect(
            stream == [
                try #require(SaltStream.reading([frame]).first),
                .tooLarge(Array(large.prefix(256)), count: large.count),
                try #require(SaltStream.reading([frame]).first),
            ])
        for size in [1, 1_000] {
            let pieces = stride(from: 0, to: large.count, by: size).map {
                Array(large[$0..<min($0 + size, large.count)])
            }
            let found = try SaltStream.reading([frame] + pieces + [frame], limit: 10_000)
            #expect(found.map(\.tag) == [frames[0].tag, nil, frames[0].tag])
        }
    }

    @Test func `has no end that a lie can put off`() throws {
        // 4 GiB of bytes, and 4 Gi values, are said to follow.
        for lie: [UInt8] in [[0x81, 0xC6, 0xFF, 0xFF, 0xFF, 0xFF, 0], [0x81, 0xDD, 0xFF, 0xFF, 0xFF, 0xFF, 0]] {
            let error = #expect(throws: SaltStreamError.self) { try SaltStream.reading([lie]) }
            #expect(error?.bytes.starts(with: lie.prefix(6)) == true)
        }
    }

    @Test(arguments: [[0xC1], [0x00], [0x93, 1, 2, 3], Array("salt/auth\n\n".utf8), [0x81, 0xC1]] as [[UInt8]])
    func `is given up at bytes that begin no frame`(odd: [UInt8]) throws {
        let frame = frames[0].bytes
        var found: [SaltStream.Found] = []
        #expect(throws: SaltStreamError.self) { try SaltStream.reading([frame + odd]) { found.append($0) } }
        #expect(found.map(\.tag) == [frames[0].tag])
    }

    @Test func `sets a frame aside that is none of Salt's, and goes on`() throws {
        let frame = frames[0].bytes
        // No body; a body that is a number; a body without the end of a tag; odd keys beside a body.
        let odd: [[UInt8]] = [
            [0x80], [0x81, 0xA4] + "body".utf8 + [1], [0x81, 0xA4] + "body".utf8 + [0xC4, 2, 97, 10],
        ]
        for frameless in odd {
            #expect(
                try SaltStream.reading([frame + frameless + frame]).map(\.tag) == [frames[0].tag, nil, frames[0].tag])
            #expect(try SaltStream.reading([frameless]) == [.odd(frameless)])
        }
        let mixed: [UInt8] = [0x83, 1, 0x92, 1, 2, 0xC0, 0xC0, 0xA4] + "body".utf8 + [0xC4, 4, 97, 10, 10, 0x80]
        #expect(try SaltStream.reading([mixed]) == [.event(tag: [97], payload: [0x80])])
    }

    @Test func `tells what has come of a frame that was cut`() throws {
        let frame = frames[0].bytes
        var stream = SaltStream(maximumBytes: 1 << 20, keptBytes: 16)
        stream.give(frame + frame.prefix(40))
        #expect(try stream.next() != nil)
        #expect(try stream.next() == nil)
        #expect(stream.cut == Array(frame.prefix(16)) && stream.cutCount == 40)
    }
}

extension SaltStream {
    mutating func give(_ bytes: [UInt8]) {
        receive { room in
            room.copyBytes(from: bytes)
            return bytes.count
        }
    }

    /// All that a stream finds in pieces.
    static func reading(_ pieces: [[UInt8]], limit: Int = 1 << 20) throws -> [Found] {
        var found: [Found] = []
        try reading(pieces, limit: limit) { found.append($0) }
        return found
    }

    static func reading(_ pieces: [[UInt8]], limit: Int = 1 << 20, _ note: (Found) -> Void) throws {
        var stream = SaltStream(maximumBytes: limit, keptBytes: 256)
        for piece in pieces {
            // A read gives 64 KiB at the most.
            for start in stride(from: 0, to: piece.count, by: 1 << 16) {
                stream.give(Array(piece[start..<min(start + (1 << 16), piece.count)]))
                while let next = try stream.next() { note(next) }
            }
        }
    }
}

extension SaltStream.Found {
    var tag: String? {
        guard case .event(let tag, _) = self else { return nil }
        return String(decoding: tag, as: UTF8.self)
    }
}
