// SPDX-License-Identifier: Apache-2.0

internal import CLibPQ

/// Values in PostgreSQL's binary format, but for those spelled as text, laid out as libpq wants them. Used again for row after row.
struct ParameterBuffer {
    private var writer = BinaryWriter()
    /// Where each value begins in the writer's bytes; nil for NULL.
    private var starts: [Int?] = []
    private var lengths: [CInt] = []
    /// 0 for text, 1 for binary.
    private var formats: [CInt] = []

    /// How many bytes the values take, about.
    var size: Int { writer.bytes.count }

    /// Replaces what was there.
    ///
    /// - Throws: `.invalidData` for what PostgreSQL could not take: NUL in text, a moment or a size out of range.
    mutating func fill(_ values: [SQLValue]) throws(DatabaseError) {
        writer.clear()
        starts.removeAll(keepingCapacity: true)
        lengths.removeAll(keepingCapacity: true)
        formats.removeAll(keepingCapacity: true)
        for value in values { try add(value) }
        // One byte more, so that an empty value at the end has an address too: none would mean NULL.
        writer.append(UInt8(0))
    }

    private mutating func add(_ value: SQLValue) throws(DatabaseError) {
        let start = writer.bytes.count
        var isNull = false
        if case .spelled(let text) = value {
            try writer.append(terminated: text)
            formats.append(0)
        } else {
            isNull = try !writer.append(value)
            formats.append(1)
        }
        guard size < Int(Int32.max) else {
            throw DatabaseError(.invalidData, "the values of a statement take 2 GiB or more")
        }
        starts.append(isNull ? nil : start)
        lengths.append(CInt(size - start))
    }

    /// Lends the arrays that libpq's functions take: values, lengths, formats.
    func withArrays<R>(
        _ body: ([UnsafePointer<CChar>?], _ lengths: [CInt], _ formats: [CInt]) -> R
    ) -> R {
        writer.bytes.withUnsafeBytes { buffer in
            let pointers = starts.map { start in
                start.flatMap { buffer.baseAddress?.advanced(by: $0).assumingMemoryBound(to: CChar.self) }
            }
            return body(pointers, lengths, formats)
        }
    }
}
