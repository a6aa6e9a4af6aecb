// SPDX-License-Identifier: Apache-2.0

import DatanommerTesting
import Foundation

/// What a power cut does to the newest segment of a spool that nobody has open.
struct SpoolDamage {
    /// The messages whose records it reached.
    private(set) var lost: Set<Int> = []
    /// Whether the spool has to find it: it left bytes that are no record, and they are not acknowledged.
    private(set) var mustBeFound = false

    /// Does one of three things, or nothing where there is no segment: leaves a torn write behind the last record, cuts the
    /// file off somewhere near its end, or overwrites a stretch in its middle.
    static func random(in spool: SpoolFiles, using generator: inout SeededGenerator) throws -> SpoolDamage {
        guard let segment = spool.segments.last, var content = FileManager.default.contents(atPath: segment),
            content.count > 100
        else { return SpoolDamage() }
        let records = spool.records(in: segment)
        let range: Range<Int>
        var leavesBytes = true
        switch Int.random(in: 0..<3, using: &generator) {
        case 0:
            // The beginning of a record, or of none.
            range = content.count..<content.count
            let isRecord = Bool.random(using: &generator)
            let torn = Int.random(in: 1..<min(3_000, records.first?.bytes.count ?? 100), using: &generator)
            content += isRecord ? content.prefix(torn) : noise(torn, using: &generator)
        case 1:
            range = Int.random(in: max(0, content.count - 20_000)..<content.count, using: &generator)..<content.count
            content.removeSubrange(range)
            leavesBytes = !records.contains { $0.bytes.lowerBound == range.lowerBound }
        default:
            let start = Int.random(in: 0..<content.count - 50, using: &generator)
            range = start..<min(content.count, start + Int.random(in: 1...3_000, using: &generator))
            content.replaceSubrange(range, with: noise(range.count, using: &generator))
        }
        try content.write(to: URL(filePath: segment))
        let done = spool.acknowledged
        let number = SpoolFiles.number(of: segment) ?? 0
        return SpoolDamage(
            lost: Set(records.filter { $0.bytes.overlaps(range) }.map(\.number)),
            mustBeFound: leavesBytes && (number, range.lowerBound) >= done)
    }

    private static func noise(_ count: Int, using generator: inout SeededGenerator) -> Data {
        Data((0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) })
    }
}
