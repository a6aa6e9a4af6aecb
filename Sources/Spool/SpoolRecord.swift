// SPDX-License-Identifier: Apache-2.0

package import Bus

/// One message in the spool: an envelope, or frames that are none.
///
/// On disk, all numbers little-endian: a mark (4 bytes, by which reading finds its way again after damage), the length of
/// the payload (4), the CRC-32C of the payload (4) and of these 12 bytes (4); then the payload: kind (1), time of receipt
/// in microseconds (8), frame and byte counts of the whole message (8, 8), and each frame with its length (4) before it.
/// An event of Salt is of another kind, and so are frames that are none.
/// An envelope whose publisher is known is of another kind, and has the publisher's endpoint as a third frame.
package enum SpoolRecord: Hashable, Sendable {
    case envelope(Envelope)
    case undecodable(UndecodableFrames)

    static let mark: [UInt8] = [0xD7, 0x44, 0x4E, 0x53]
    static let headerBytes = 16
    /// More than any message may have: a length beyond it is damage.
    static let maximumPayloadBytes = 1 << 30

    private static let envelopeKind: UInt8 = 0
    private static let framingKind: UInt8 = 1
    private static let tooLargeKind: UInt8 = 2
    private static let liveKind: UInt8 = 3
    private static let replayedKind: UInt8 = 4
    private static let saltKind: UInt8 = 5
    private static let saltFramingKind: UInt8 = 6

    /// Writes the record behind what a buffer holds.
    func append(to buffer: inout [UInt8]) {
        let start = buffer.count
        buffer.append(contentsOf: [UInt8](repeating: 0, count: Self.headerBytes))
        switch self {
        case .envelope(let envelope):
            Self.append(
                Self.kind(of: envelope),
                [envelope.topic, envelope.body] + (envelope.origin.map { [Array($0.publisher.utf8)] } ?? []),
                envelope.receivedAt, frames: 2, bytes: envelope.topic.count + envelope.body.count, to: &buffer)
        case .undecodable(let undecodable):
            Self.append(
                Self.kind(of: undecodable.reason), undecodable.frames,
                undecodable.receivedAt, frames: undecodable.frameCount, bytes: undecodable.byteCount, to: &buffer)
        }
        Self.seal(&buffer, from: start)
    }

    private static func kind(of envelope: Envelope) -> UInt8 {
        guard let origin = envelope.origin else { return envelope.bus == .salt ? saltKind : envelopeKind }
        precondition(envelope.bus == .fedmsg, "no publisher of Salt is asked again")
        return origin.isReplayed ? replayedKind : liveKind
    }

    private static func kind(of reason: UndecodableFrames.Reason) -> UInt8 {
        switch reason {
        case .framing: framingKind
        case .saltFraming: saltFramingKind
        case .tooLarge: tooLargeKind
        }
    }

    private static func reason(of kind: UInt8) -> UndecodableFrames.Reason {
        kind == tooLargeKind ? .tooLarge : kind == saltFramingKind ? .saltFraming : .framing
    }

    private static func append(
        _ kind: UInt8, _ parts: [[UInt8]], _ receivedAt: Int64, frames: Int, bytes: Int, to buffer: inout [UInt8]
    ) {
        buffer.append(kind)
        buffer.append(littleEndian: UInt64(bitPattern: receivedAt))
        buffer.append(littleEndian: UInt64(frames))
        buffer.append(littleEndian: UInt64(bytes))
        for part in parts {
            buffer.append(littleEndian: UInt32(part.count))
            buffer.append(contentsOf: part)
        }
    }

    private static func seal(_ buffer: inout [UInt8], from start: Int) {
        var header = mark
        header.append(littleEndian: UInt32(buffer.count - start - headerBytes))
        header.append(
            littleEndian: buffer.withUnsafeBytes { bytes in
                CRC32C.checksum(UnsafeRawBufferPointer(rebasing: bytes[(start + headerBytes)...]))
            })
        header.append(littleEndian: header.withUnsafeBytes(CRC32C.checksum))
        buffer.replaceSubrange(start..<(start + headerBytes), with: header)
    }

    /// Reads a payload whose checksum holds; nil when it is none of ours.
    init?(payload: UnsafeRawBufferPointer) {
        var reader = ByteReader(payload)
        guard let kind = reader.byte(), let received = reader.number(UInt64.self),
            let frameCount = reader.number(UInt64.self), let byteCount = reader.number(UInt64.self)
        else { return nil }
        var parts: [[UInt8]] = []
        while !reader.isAtEnd {
            guard let length = reader.number(UInt32.self), let part = reader.bytes(Int(length)) else { return nil }
            parts.append(part)
        }
        let receivedAt = Int64(bitPattern: received)
        switch kind {
        case Self.envelopeKind, Self.saltKind:
            guard parts.count == 2 else { return nil }
            self = .envelope(
                Envelope(
                    topic: parts[0], body: parts[1], receivedAt: receivedAt,
                    bus: kind == Self.saltKind ? .salt : .fedmsg))
        case Self.liveKind, Self.replayedKind:
            guard parts.count == 3 else { return nil }
            let origin = Origin(
                publisher: String(decoding: parts[2], as: UTF8.self), isReplayed: kind == Self.replayedKind)
            self = .envelope(Envelope(topic: parts[0], body: parts[1], receivedAt: receivedAt, origin: origin))
        case Self.framingKind, Self.tooLargeKind, Self.saltFramingKind:
            self = .undecodable(
                UndecodableFrames(
                    reason: Self.reason(of: kind), frames: parts,
                    frameCount: Int(clamping: frameCount), byteCount: Int(clamping: byteCount), receivedAt: receivedAt))
        default: return nil
        }
    }
}
