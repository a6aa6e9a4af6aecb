// SPDX-License-Identifier: Apache-2.0

import Bus
import DatanommerTesting
import Foundation
import Testing

@testable import Spool

@Suite struct `A damaged spool` {
    @Test func `loses nothing but a torn last record, wherever it is torn`() async throws {
        let whole = try await segment(of: batch(1...3))
        let two = try await segment(of: batch(1...2)).count
        for length in two..<whole.count {
            #expect(records(in: Array(whole[..<length])) == Array(records(in: whole).prefix(2)), "\(length) bytes")
        }
        let (got, damaged) = try await read(segment: Array(whole.dropLast()))
        #expect(got == [1, 2])
        #expect(damaged == whole.count - 1 - two)
    }

    @Test func `loses nothing but the record that was damaged, whichever byte it is`() async throws {
        let whole = try await segment(of: batch(1...3))
        let (one, two) = (try await segment(of: batch(1...1)).count, try await segment(of: batch(1...2)).count)
        let others = [records(in: whole)[0], records(in: whole)[2]]
        for place in one..<two {
            var broken = whole
            broken[place] ^= 0xFF
            #expect(records(in: broken) == others, "byte \(place)")
        }
        var broken = whole
        broken[one + 20] ^= 0xFF
        let (got, damaged) = try await read(segment: broken)
        #expect(got == [1, 3])
        #expect(damaged == two - one)
    }

    @Test func `keeps damaged bytes for a look`() async throws {
        try await withSpoolFolder { folder in
            let junk = Array("no record at all".utf8)
            let place = try SpoolFolder(folder).segmentPath(1)
            try Data(junk).write(to: URL(filePath: place))
            let spool = try Spool(SpoolSettings(folder: folder))
            await spool.finish()
            #expect(try await spool.next(limit: 1)?.damagedBytes == junk.count)
            #expect(try Data(contentsOf: URL(filePath: "\(folder)/damaged/1-0")) == Data(junk))
        }
    }

    @Test func `survives any bytes, and takes none for a record that was not one`() async throws {
        var generator = SystemRandomNumberGenerator()
        let whole = try await segment(of: batch(1...4))
        for _ in 0..<3_000 {
            var bytes = whole
            for _ in 0..<Int.random(in: 1...40, using: &generator) {
                bytes[Int.random(in: bytes.indices, using: &generator)] = .random(in: 0...255, using: &generator)
            }
            #expect(Set(records(in: bytes)).isSubset(of: records(in: whole)), "passed its checksum: \(bytes)")
        }
    }

    @Test func `takes an unreadable acknowledgement for none: duplicates, no loss`() async throws {
        try await withSpoolFolder { folder in
            do {
                let spool = try Spool(SpoolSettings(folder: folder))
                _ = try await spool.append(batch(1...2))
                let first = try #require(try await spool.next(limit: 1))
                try await spool.acknowledge(first.end)
            }
            try Data([0xFF, 0x00]).write(to: URL(filePath: SpoolFolder(folder).acknowledgedPath))
            let spool = try Spool(SpoolSettings(folder: folder))
            await spool.finish()
            #expect(try await rest(of: spool) == [[1, 2]])
        }
    }

    private func records(in bytes: [UInt8]) -> [SpoolRecord] {
        bytes.withUnsafeBytes { bytes in
            let scanner = SegmentScanner(bytes)
            var (records, offset) = ([SpoolRecord](), 0)
            while true {
                switch scanner.finding(at: offset) {
                case .record(let record, let end): (records, offset) = (records + [record], end)
                case .damage(let end): offset = end
                case .more, .end: return records
                }
            }
        }
    }

    /// What a spool writes to disk for one batch.
    private func segment(of batch: ReceivedBatch) async throws -> [UInt8] {
        try await withSpoolFolder { folder in
            let spool = try Spool(SpoolSettings(folder: folder))
            _ = try await spool.append(batch)
            return try [UInt8](Data(contentsOf: URL(filePath: SpoolFolder(folder).segmentPath(1))))
        }
    }

    /// What a spool reads of a segment of these bytes, and how many of them it calls damaged.
    private func read(segment: [UInt8]) async throws -> (numbers: [Int], damaged: Int) {
        try await withSpoolFolder { folder in
            try Data(segment).write(to: URL(filePath: SpoolFolder(folder).segmentPath(1)))
            let spool = try Spool(SpoolSettings(folder: folder))
            await spool.finish()
            var (got, damaged) = ([Int](), 0)
            while let next = try await spool.next(limit: 10) {
                got += numbers(next.batch)
                damaged += next.damagedBytes
            }
            return (got, damaged)
        }
    }
}
