// SPDX-License-Identifier: Apache-2.0

/// A place in the spool: before a record, or after the last one.
package struct SpoolPosition: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The number of the segment, from 1.
    package var segment: UInt64
    /// Bytes from the segment's beginning.
    package var offset: Int

    /// Whether `left` comes first.
    package static func < (left: SpoolPosition, right: SpoolPosition) -> Bool {
        (left.segment, left.offset) < (right.segment, right.offset)
    }

    /// The two numbers, as the file `acknowledged` holds them.
    package var description: String { "\(segment) \(offset)" }

    init(segment: UInt64, offset: Int) {
        self.segment = segment
        self.offset = offset
    }

    /// Reads what `description` wrote; white space and NULs around it do not matter.
    init?(_ text: some StringProtocol) {
        let words = text.split { $0.isWhitespace || $0 == "\0" }
        guard words.count == 2, let segment = UInt64(words[0]), let offset = Int(words[1]), offset >= 0
        else { return nil }
        self.init(segment: segment, offset: offset)
    }
}
