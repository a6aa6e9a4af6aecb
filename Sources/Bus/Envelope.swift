// SPDX-License-Identifier: Apache-2.0

/// What came off the wire: the topic frame and the body frame, byte for byte. Never stored as such.
///
/// Nothing is known about the bytes: neither has to be UTF-8, either may be empty.
package struct Envelope: Hashable, Sendable {
    /// The first frame, or what stood before the first NUL of a single frame; of an event of Salt the tag.
    package var topic: [UInt8]
    /// The second frame, or what stood after the first NUL of a single frame; of an event of Salt the payload.
    package var body: [UInt8]
    /// When the message left the socket, in microseconds since 1970-01-01 00:00 UTC, by this machine's clock.
    package var receivedAt: Int64
    /// On which bus it was said.
    package var bus: BusKind
    /// Who said it, where that is known: a socket that several publishers share cannot tell.
    package var origin: Origin?

    /// An envelope of these bytes, received at `receivedAt` microseconds since 1970.
    package init(
        topic: [UInt8], body: [UInt8], receivedAt: Int64, bus: BusKind = .fedmsg, origin: Origin? = nil
    ) {
        self.topic = topic
        self.body = body
        self.receivedAt = receivedAt
        self.bus = bus
        self.origin = origin
    }
}
