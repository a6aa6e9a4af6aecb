// SPDX-License-Identifier: Apache-2.0

import Salt

/// One address, and how it is listened to at the moment.
///
/// Nobody says which kind of socket it is: what comes first tells. A publisher through ZeroMQ greets at once; one that
/// writes a stream says nothing before its first event.
struct SaltLink {
    /// What is there.
    enum State {
        /// Nothing; tried again at that time.
        case waiting(until: ContinuousClock.Instant)
        /// A connection that reads a stream, or whose first byte is waited for.
        case reading(StreamConnection)
        /// The socket of ZeroMQ has it, by this endpoint.
        case zeroMQ(Endpoint)
    }

    /// Who speaks first.
    enum Greeting {
        case zeroMQ, stream, nobodyWeKnow

        /// Tells by the first byte: 0xFF begins ZeroMQ's greeting, 0x01 that of its version 2; a frame is a map.
        init(_ byte: UInt8) {
            self =
                switch byte {
                case 0xFF, 0x01: .zeroMQ
                case 0x80...0x8F, 0xDE, 0xDF: .stream
                default: .nobodyWeKnow
                }
        }
    }

    /// The address.
    let address: SaltAddress
    var state: State
    var stream: SaltStream
    var pace: ReconnectPace
    /// Whether the first byte was seen.
    var isGreeted = false
    /// Whether the last connection ended because of what it said: the next is none before it says something better.
    var isDoubted = false

    /// An address that is connected next.
    init(_ address: SaltAddress, _ settings: SubscriberSettings, now: ContinuousClock.Instant) {
        self.address = address
        state = .waiting(until: now)
        stream = Self.emptyStream(settings)
        pace = ReconnectPace(settings)
    }

    /// A stream of which nothing has come yet.
    static func emptyStream(_ settings: SubscriberSettings) -> SaltStream {
        SaltStream(maximumBytes: settings.maximumMessageBytes, keptBytes: Framing.keptBytes)
    }

    /// When it is to be tried again, if nothing is there.
    var retryAt: ContinuousClock.Instant? {
        if case .waiting(let time) = state { time } else { nil }
    }

    /// Its connection, if it has one.
    var connection: StreamConnection? {
        if case .reading(let connection) = state { connection } else { nil }
    }

    /// The endpoint that ZeroMQ has it by, if so.
    var zeroMQEndpoint: Endpoint? {
        if case .zeroMQ(let endpoint) = state { endpoint } else { nil }
    }
}
