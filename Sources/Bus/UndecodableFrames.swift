// SPDX-License-Identifier: Apache-2.0

/// A message that is no envelope: why, and as much of it as is worth keeping.
///
/// It is an error of one message only; the ones before and after it are not touched.
package struct UndecodableFrames: Error, Hashable, Sendable {
    /// Why frames are no envelope.
    package enum Reason: Hashable, Sendable {
        /// One frame without a NUL, or more than two frames.
        case framing
        /// No event of Salt, where Salt speaks.
        case saltFraming
        /// More bytes than ``SubscriberSettings/maximumMessageBytes``.
        case tooLarge
    }

    /// Why the frames are no envelope.
    package var reason: Reason
    /// The first ``Framing/keptFrames`` frames; of a message too large only the first ``Framing/keptBytes`` bytes
    /// of each.
    package var frames: [[UInt8]]
    /// How many frames the message had.
    package var frameCount: Int
    /// How many bytes all its frames had together.
    package var byteCount: Int
    /// When the message left the socket, in microseconds since 1970-01-01 00:00 UTC.
    package var receivedAt: Int64

    /// A set-aside message; the counts are those of the whole message, `frames` may hold less.
    package init(reason: Reason, frames: [[UInt8]], frameCount: Int, byteCount: Int, receivedAt: Int64) {
        self.reason = reason
        self.frames = frames
        self.frameCount = frameCount
        self.byteCount = byteCount
        self.receivedAt = receivedAt
    }
}

extension UndecodableFrames: CustomStringConvertible {
    /// The reason and the sizes, without a byte of the content: fit for a log.
    package var description: String {
        switch reason {
        case .framing: "\(frameCount) frame(s) instead of topic and body, \(byteCount) bytes"
        case .saltFraming: "no event of Salt, \(byteCount) bytes in \(frameCount) frame(s)"
        case .tooLarge: "too large, \(byteCount) bytes in \(frameCount) frame(s)"
        }
    }
}
