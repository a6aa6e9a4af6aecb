// SPDX-License-Identifier: Apache-2.0

import DatanommerTesting

extension SeededGenerator {
    /// Longer inputs are cut: most of what can go wrong goes wrong in few bytes.
    private static let mostBytes = 64 << 10

    /// A seed with some bytes changed, left out, said twice or put in.
    ///
    /// - Parameters:
    ///   - other: another seed, of which a piece may be put in.
    ///   - marks: what means something to the reader.
    mutating func mutated(_ seed: [UInt8], with other: [UInt8], _ marks: [[UInt8]]) -> [UInt8] {
        var bytes = seed
        // Often one change, now and then many: what is still nearly right goes farthest.
        repeat { mutate(&bytes, other, marks) } while Int.random(in: 0..<3, using: &self) == 0
        return bytes.count > Self.mostBytes ? Array(bytes[..<Self.mostBytes]) : bytes
    }

    private mutating func mutate(_ bytes: inout [UInt8], _ other: [UInt8], _ marks: [[UInt8]]) {
        let place = Int.random(in: 0...bytes.count, using: &self)
        let length = min(Int.random(in: 1...64, using: &self), bytes.count - place)
        let piece = place..<(place + max(0, length))
        switch Int.random(in: 0..<16, using: &self) {
        case 0 where place < bytes.count: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &self)
        case 1 where place < bytes.count: bytes[place] = UInt8.random(in: 0...255, using: &self)
        case 2: bytes.removeSubrange(piece)
        case 3: bytes.insert(contentsOf: bytes[piece], at: Int.random(in: 0...bytes.count, using: &self))
        case 4: bytes.removeSubrange(place...)
        case 5: bytes.insert(contentsOf: self.piece(of: other), at: place)
        case 6: repeatMark(in: &bytes, at: place, marks)
        case 7...9 where place < bytes.count: bytes[place] = bytes[place] &+ 1
        case 10...12 where !piece.isEmpty: bytes.replaceSubrange(piece.prefix(1), with: mark(marks))
        default: bytes.insert(contentsOf: mark(marks), at: place)
        }
    }

    private mutating func mark(_ marks: [[UInt8]]) -> [UInt8] {
        marks[Int.random(in: 0..<marks.count, using: &self)]
    }

    /// Depth and length are reached by saying one thing over and over.
    private mutating func repeatMark(in bytes: inout [UInt8], at place: Int, _ marks: [[UInt8]]) {
        let count = 1 << Int.random(in: 0...12, using: &self)
        bytes.insert(contentsOf: Array(repeatElement(mark(marks), count: count).joined()), at: place)
    }

    private mutating func piece(of bytes: [UInt8]) -> ArraySlice<UInt8> {
        let start = Int.random(in: 0...bytes.count, using: &self)
        let count = Int.random(in: 0...200, using: &self)
        return bytes[start..<min(start + count, bytes.count)]
    }
}
