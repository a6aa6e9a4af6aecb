// SPDX-License-Identifier: Apache-2.0

/// Finds the records in a stretch of a segment; pure.
///
/// What is no record is stepped over up to the next mark that begins one: damage costs only what is damaged.
struct SegmentScanner {
    /// What stands at a place of the stretch.
    enum Finding: Equatable {
        /// A record, and where the next one begins.
        case record(SpoolRecord, end: Int)
        /// Bytes that are no record, up to where one may begin again.
        case damage(end: Int)
        /// The stretch ends within a record that may go on behind it; so many bytes are needed from here.
        case more(bytes: Int)
        /// The end.
        case end
    }

    private let bytes: UnsafeRawBufferPointer

    /// - Important: Must not outlive the bytes.
    init(_ bytes: UnsafeRawBufferPointer) {
        self.bytes = bytes
    }

    /// What stands at an offset.
    func finding(at offset: Int) -> Finding {
        guard offset < bytes.count else { return .end }
        guard offset + SpoolRecord.headerBytes <= bytes.count else {
            return isMarkPrefix(at: offset) ? .more(bytes: SpoolRecord.headerBytes) : damage(from: offset)
        }
        guard let header = header(at: offset) else { return damage(from: offset) }
        let start = offset + SpoolRecord.headerBytes
        guard start + header.length <= bytes.count else {
            return .more(bytes: SpoolRecord.headerBytes + header.length)
        }
        let payload = UnsafeRawBufferPointer(rebasing: bytes[start..<(start + header.length)])
        let end = start + header.length
        // The header is sound, so its length leads past the damage.
        guard CRC32C.checksum(payload) == header.checksum, let record = SpoolRecord(payload: payload) else {
            return .damage(end: end)
        }
        return .record(record, end: end)
    }

    private func header(at offset: Int) -> (length: Int, checksum: UInt32)? {
        let header = UnsafeRawBufferPointer(rebasing: bytes[offset..<(offset + SpoolRecord.headerBytes)])
        guard header.starts(with: SpoolRecord.mark) else { return nil }
        var reader = ByteReader(UnsafeRawBufferPointer(rebasing: header[4...]))
        guard let length = reader.number(UInt32.self), let checksum = reader.number(UInt32.self),
            let own = reader.number(UInt32.self), length <= SpoolRecord.maximumPayloadBytes,
            own == CRC32C.checksum(UnsafeRawBufferPointer(rebasing: header[..<12]))
        else { return nil }
        return (Int(length), checksum)
    }

    /// Up to the next mark after this place, or the end.
    private func damage(from offset: Int) -> Finding {
        var position = offset + 1
        while position < bytes.count, !isMarkPrefix(at: position) { position += 1 }
        return .damage(end: position)
    }

    private func isMarkPrefix(at offset: Int) -> Bool {
        let rest = bytes[offset..<min(offset + SpoolRecord.mark.count, bytes.count)]
        return SpoolRecord.mark.starts(with: rest)
    }
}
