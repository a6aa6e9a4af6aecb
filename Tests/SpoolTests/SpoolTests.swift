// SPDX-License-Identifier: Apache-2.0

import Bus
import DatanommerTesting
import Testing

@testable import Spool

@Suite struct `A spool` {
    @Test func `gives back what was appended, in order, envelopes and odd frames alike`() async throws {
        try await withSpool { spool, _ in
            let odd = UndecodableFrames(
                reason: .framing, frames: [[], [0, 255]], frameCount: 3, byteCount: 2, receivedAt: 7)
            #expect(try await spool.append(batch(1...3)) == 0)
            #expect(try await spool.append(ReceivedBatch(undecodable: [odd])) == 0)
            await spool.finish()
            let got = try #require(try await spool.next(limit: 10))
            #expect(got.batch == ReceivedBatch(envelopes: batch(1...3).envelopes, undecodable: [odd]))
            #expect(got.damagedBytes == 0)
            #expect(try await spool.next(limit: 10) == nil)
        }
    }

    @Test func `gives at most as many as are wanted`() async throws {
        try await withSpool { spool, _ in
            _ = try await spool.append(batch(1...5))
            await spool.finish()
            #expect(try await rest(of: spool, limit: 2) == [[1, 2], [3, 4], [5]])
        }
    }

    @Test func `waits for what is to come`() async throws {
        try await withSpool { spool, _ in
            async let first = spool.next(limit: 10)
            _ = try await spool.append(batch(1...1))
            #expect(try await first?.batch == batch(1...1))
        }
    }

    @Test func `gives again after a restart what was not acknowledged`() async throws {
        try await withSpoolFolder { folder in
            do {
                let spool = try Spool(SpoolSettings(folder: folder))
                _ = try await spool.append(batch(1...4))
                let first = try #require(try await spool.next(limit: 2))
                try await spool.acknowledge(first.end)
                _ = try await spool.next(limit: 2)
            }
            let spool = try Spool(SpoolSettings(folder: folder))
            await spool.finish()
            #expect(try await rest(of: spool) == [[3, 4]])
        }
    }

    @Test func `removes the segments that are acknowledged, and starts empty after that`() async throws {
        try await withSpoolFolder { folder in
            var settings = SpoolSettings(folder: folder)
            settings.segmentBytes = 4_096
            do {
                let spool = try Spool(settings)
                for number in 1...100 { _ = try await spool.append(batch(number...number, bytes: 500)) }
                #expect(try SpoolFolder(folder).segments().count > 10)
                await spool.finish()
                while let got = try await spool.next(limit: 7) { try await spool.acknowledge(got.end) }
                #expect(try SpoolFolder(folder).segments().isEmpty)
                #expect(await spool.pendingBytes == 0)
            }
            let spool = try Spool(settings)
            _ = try await spool.append(batch(101...101))
            await spool.finish()
            #expect(try await rest(of: spool) == [[101]])
        }
    }

    @Test func `reads a record larger than what it reads at once`() async throws {
        try await withSpool { spool, _ in
            let large = batch(1...2, bytes: 5 << 20)
            _ = try await spool.append(large)
            await spool.finish()
            #expect(try await spool.next(limit: 1)?.batch.envelopes == [large.envelopes[0]])
            #expect(try await spool.next(limit: 5)?.batch.envelopes == [large.envelopes[1]])
        }
    }

    @Test func `is for one process`() async throws {
        _ = try await withSpool { _, folder in
            #expect { try Spool(SpoolSettings(folder: folder)) } throws: { ($0 as? SpoolError)?.code == .inUse }
        }
    }

    @Test func `that is full makes the writer wait until room is made`() async throws {
        try await withSpoolFolder { folder in
            var settings = SpoolSettings(folder: folder)
            settings.segmentBytes = 4_096
            settings.maximumBytes = 10_000
            let spool = try Spool(settings)
            async let writing: Void = {
                for number in 1...50 { _ = try await spool.append(batch(number...number, bytes: 1_000)) }
                await spool.finish()
            }()
            var got: [Int] = []
            while let next = try await spool.next(limit: 3) {
                #expect(await spool.pendingBytes <= 10_000)
                got += numbers(next.batch)
                try await spool.acknowledge(next.end)
            }
            try await writing
            #expect(got == Array(1...50))
        }
    }

    @Test func `that is full gives up the oldest when told so, and counts it`() async throws {
        try await withSpoolFolder { folder in
            var settings = SpoolSettings(folder: folder)
            settings.segmentBytes = 4_096
            settings.maximumBytes = 10_000
            settings.whenFull = .dropOldest
            let spool = try Spool(settings)
            var dropped = 0
            for number in 1...50 { dropped += try await spool.append(batch(number...number, bytes: 1_000)) }
            await spool.finish()
            let left = try await rest(of: spool).flatMap { $0 }
            #expect(left == Array((dropped + 1)...50))
            #expect(dropped > 35)
        }
    }

    @Test func `that is full takes all the same what comes once its limit is lifted`() async throws {
        try await withSpoolFolder { folder in
            var settings = SpoolSettings(folder: folder)
            settings.segmentBytes = 4_096
            settings.maximumBytes = 10_000
            let spool = try Spool(settings)
            // The writer waits at the limit, and nobody reads: only lifting the limit lets it go on.
            for number in 1...50 {
                _ = try await spool.append(batch(number...number, bytes: 1_000)) { spool.liftLimit() }
            }
            await spool.finish()
            #expect(try await rest(of: spool).flatMap { $0 } == Array(1...50))
        }
    }

    @Test func `leaves no segment behind when all was acknowledged and nothing is to come`() async throws {
        try await withSpool { spool, folder in
            _ = try await spool.append(batch(1...3))
            await spool.finish()
            while let got = try await spool.next(limit: 2) { try await spool.acknowledge(got.end) }
            #expect(try SpoolFolder(folder).segments().isEmpty)
        }
    }

    @Test func `lets a reader go that is cancelled while it waits, and gives the next one what comes`() async throws {
        try await withSpool { spool, _ in
            try await withThrowingTaskGroup(of: Bool.self) { group in
                group.addTask { try await spool.next(limit: 1) == nil }
                await Task.yield()
                group.cancelAll()
                let gotNothing = try await group.next()
                #expect(gotNothing == true)
            }
            _ = try await spool.append(batch(1...1))
            #expect(try await spool.next(limit: 1)?.batch.count == 1)
        }
    }
}
