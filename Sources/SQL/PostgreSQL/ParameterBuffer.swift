// SPDX-License-Identifier: Apache-2.0

internal import CLibPQ

/// Values in PostgreSQL's binary format, but for those spelled as text, laid out as libpq wants them. Used again for row after row.
struct ParameterBuffer {
    private var writer = BinaryWriter()
    /// Where each value stands in the writer's bytes; nil for NULL.
    private var ranges: [Range<Int>?] = []
    /// 0 for text, 1 for binary.
    private var formats: [CInt] = []

    /// How many bytes the values take.
    var size: Int { writer.bytes.count }

    /// Replaces what was there.
    ///
    /// - Throws: `.invalidData` for what PostgreSQL could not take: NUL in text, a moment or a size out of range.
    mutating func fill(_ values: [SQLValue]) throws(DatabaseError) {
        writer.clear()
        ranges.removeAll(keepingCapacity: true)
        formats.removeAll(keepingCapacity: true)
        for value in values {
            let start = size
            if case .spelled(let text) = value {
                try writer.append(terminated: text)
                ranges.append(start..<size)
                formats.append(0)
                continue
            }
            formats.append(1)
            let isNull = try !writer.append(value)
            ranges.append(isNull ? nil : start..<size)
        }
        guard size < Int(Int32.max) else {
            throw DatabaseError(.invalidData, "the values of a statement take 2 GiB or more")
        }
    }

    /// Lends the arrays that libpq's functions take: values, lengths, formats.
    func withArrays<R>(
        _ body: ([UnsafePointer<CChar>?], _ lengths: [CInt], _ formats: [CInt]) -> R
    ) -> R {
        // One byte more, so that an empty value at the end has an address too: none would mean NULL.
        (writer.bytes + [0]).withUnsafeBytes { buffer in
            let pointers = ranges.map { range in
                range.flatMap { buffer.baseAddress?.advanced(by: $0.lowerBound).assumingMemoryBound(to: CChar.self) }
            }
            let lengths = ranges.map { CInt($0?.count ?? 0) }
            return body(pointers, lengths, formats)
        }
    }
}
