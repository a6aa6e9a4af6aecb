// SPDX-License-Identifier: Apache-2.0

import Bus
import DatanommerTesting
import Foundation
import Testing

@testable import Spool

@Suite struct `A spool of messages whose publisher is known` {
    @Test func `gives back who said each, and whether it was said again`() async throws {
        try await withSpool { spool, _ in
            let said = batch(1...2).said(by: Origin(publisher: "tcp://žluť:1"))
            let again = batch(3...3).said(by: Origin(publisher: "", isReplayed: true))
            for batch in [said, again, batch(4...4)] { _ = try await spool.append(batch) }
            await spool.finish()
            let all = said.envelopes + again.envelopes + batch(4...4).envelopes
            #expect(try await spool.next(limit: 10)?.batch == ReceivedBatch(envelopes: all))
        }
    }

    @Test func `gives back on which bus each was said, and what was none there`() async throws {
        try await withSpool { spool, _ in
            let event = Envelope(topic: Array("salt/auth".utf8), body: [0x80], receivedAt: 7, bus: .salt)
            let odd = UndecodableFrames(
                reason: .saltFraming, frames: [[0xC1]], frameCount: 1, byteCount: 1, receivedAt: 8)
            let said = ReceivedBatch(envelopes: [event] + batch(1...1).envelopes, undecodable: [odd])
            _ = try await spool.append(said)
            await spool.finish()
            #expect(try await spool.next(limit: 10)?.batch == said)
        }
    }

    @Test func `still reads what was spooled before publishers were known`() async throws {
        try await withSpoolFolder { folder in
            // A segment as an older version wrote it: two envelopes, one with odd bytes, and a frame that is none.
            let hex = """
                d7444e53280000000ae298ad7012dafa00070000000000000002000000000000000700000000000000030000\
                00612e62040000007b7d0aff
                """
            let segment = try #require(Data(hex: hex))
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            try segment.write(to: URL(filePath: folder + "/" + Self.segmentName))
            let spool = try Spool(SpoolSettings(folder: folder))
            await spool.finish()
            let envelope = Envelope(topic: Array("a.b".utf8), body: Array("{}\n".utf8) + [0xff], receivedAt: 7)
            let got = try #require(try await spool.next(limit: 10))
            #expect(got.batch == ReceivedBatch(envelopes: [envelope]) && got.damagedBytes == 0)
        }
    }

    @Test func `lets several writers wait for room, and all of them go on`() async throws {
        try await withSpoolFolder { folder in
            var settings = SpoolSettings(folder: folder)
            settings.segmentBytes = 4096
            settings.maximumBytes = 8192
            let spool = try Spool(settings)
            #expect(await spool.isIdle)
            _ = try await spool.append(batch(1...1, bytes: 8130))
            #expect(await spool.isIdle == false)
            let (waits, waiting) = AsyncStream<Void>.makeStream()
            try await withThrowingTaskGroup { group in
                for number in 2...4 {
                    group.addTask { _ = try await spool.append(batch(number...number)) { waiting.yield() } }
                }
                var count = 0
                for await _ in waits {
                    count += 1
                    if count == 3 { break }
                }
                let first = try #require(try await spool.next(limit: 1))
                try await spool.acknowledge(first.end)
                try await group.waitForAll()
            }
            await spool.finish()
            #expect(try await rest(of: spool).flatMap { $0 }.sorted() == [2, 3, 4])
        }
    }

    private static let segmentName = "0000000000000001.segment"
}

extension Data {
    /// The bytes of pairs of hexadecimal digits; nil for anything else.
    fileprivate init?(hex: String) {
        let digits = hex.compactMap(\.hexDigitValue)
        guard digits.count == hex.count, digits.count.isMultiple(of: 2) else { return nil }
        self.init(stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) })
    }
}
