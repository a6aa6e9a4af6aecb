// SPDX-License-Identifier: Apache-2.0

/// Turns the frames of one message into an ``Envelope``; pure.
///
/// - Two frames are topic and body.
/// - One frame with a NUL in it is the old framing of txZMQ: topic, NUL, body.
/// - Anything else is set aside whole, up to ``keptFrames`` frames.
///
/// Append the frames in order, then ``finish(receivedAt:)``. A message of any size and any number of frames costs no
/// more memory than `maximumMessageBytes`: past it bytes are only counted.
package struct Framing: Sendable {
    /// So many frames of a message that is no envelope are kept.
    package static let keptFrames = 64
    /// So many bytes of each frame of a message too large are kept.
    package static let keptBytes = 256

    private let maximumMessageBytes: Int
    private var frames: [[UInt8]] = []
    private var frameCount = 0
    private var byteCount = 0

    /// Framing of messages up to `maximumMessageBytes`, all frames counted together.
    package init(maximumMessageBytes: Int) {
        self.maximumMessageBytes = maximumMessageBytes
    }

    /// The envelope of a whole message, or why it is none.
    package static func envelope(
        of frames: [[UInt8]], receivedAt: Int64, maximumMessageBytes: Int = .max
    ) throws(UndecodableFrames) -> Envelope {
        var framing = Framing(maximumMessageBytes: maximumMessageBytes)
        for frame in frames { frame.withUnsafeBytes { framing.append($0) } }
        return try framing.finish(receivedAt: receivedAt).get()
    }

    /// Takes the next frame of the message, copying it once.
    package mutating func append(_ frame: UnsafeRawBufferPointer) {
        frameCount += 1
        byteCount += frame.count
        guard frames.count < Self.keptFrames else { return }
        frames.append(Array(isTooLarge ? UnsafeRawBufferPointer(rebasing: frame.prefix(Self.keptBytes)) : frame))
    }

    /// Closes the message and makes ready for the next one.
    package mutating func finish(receivedAt: Int64) -> Result<Envelope, UndecodableFrames> {
        defer { startAgain() }
        guard !isTooLarge else { return .failure(setAside(.tooLarge, at: receivedAt)) }
        if frameCount == 2 {
            return .success(Envelope(topic: frames[0], body: frames[1], receivedAt: receivedAt))
        }
        guard frameCount == 1, let end = frames[0].firstIndex(of: 0) else {
            return .failure(setAside(.framing, at: receivedAt))
        }
        let topic = Array(frames[0][..<end])
        return .success(Envelope(topic: topic, body: Array(frames[0][(end + 1)...]), receivedAt: receivedAt))
    }

    private var isTooLarge: Bool { byteCount > maximumMessageBytes }

    private func setAside(_ reason: UndecodableFrames.Reason, at receivedAt: Int64) -> UndecodableFrames {
        let kept = reason == .tooLarge ? frames.map { Array($0.prefix(Self.keptBytes)) } : frames
        return UndecodableFrames(
            reason: reason, frames: kept, frameCount: frameCount, byteCount: byteCount, receivedAt: receivedAt)
    }

    private mutating func startAgain() {
        frames.removeAll(keepingCapacity: true)
        frameCount = 0
        byteCount = 0
    }
}
