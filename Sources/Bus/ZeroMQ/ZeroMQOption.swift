// SPDX-License-Identifier: Apache-2.0

internal import CZeroMQ

/// The socket options that the bus sets; zmq_setsockopt(3).
enum ZeroMQOption {
    case linger, ipv6, subscribe, unsubscribe
    case receiveHighWaterMark, sendHighWaterMark, sendTimeout
    case reconnectInterval, reconnectMaximum
    case keepalive, keepaliveCount, keepaliveIdle, keepaliveInterval
    case waitWhenFull, tellAllSubscriptions

    /// libzmq's number.
    var number: Int32 {
        switch self {
        case .linger: ZMQ_LINGER
        case .ipv6: ZMQ_IPV6
        case .subscribe: ZMQ_SUBSCRIBE
        case .unsubscribe: ZMQ_UNSUBSCRIBE
        case .receiveHighWaterMark: ZMQ_RCVHWM
        case .sendHighWaterMark: ZMQ_SNDHWM
        case .sendTimeout: ZMQ_SNDTIMEO
        case .reconnectInterval: ZMQ_RECONNECT_IVL
        case .reconnectMaximum: ZMQ_RECONNECT_IVL_MAX
        case .keepalive: ZMQ_TCP_KEEPALIVE
        case .keepaliveCount: ZMQ_TCP_KEEPALIVE_CNT
        case .keepaliveIdle: ZMQ_TCP_KEEPALIVE_IDLE
        case .keepaliveInterval: ZMQ_TCP_KEEPALIVE_INTVL
        case .waitWhenFull: ZMQ_XPUB_NODROP
        case .tellAllSubscriptions: ZMQ_XPUB_VERBOSER
        }
    }
}

extension ZeroMQSocket {
    /// Sets how dead and absent peers are dealt with, for connections made later.
    func set(keepalive: SubscriberSettings.Keepalive?, reconnect: ClosedRange<Duration>) throws(BusError) {
        try set(.reconnectInterval, reconnect.lowerBound.wholeMilliseconds)
        try set(.reconnectMaximum, reconnect.upperBound.wholeMilliseconds)
        guard let keepalive else { return }
        try set(.keepalive, 1)
        try set(.keepaliveCount, Int32(clamping: keepalive.count))
        try set(.keepaliveIdle, Int32(clamping: keepalive.idle.components.seconds))
        try set(.keepaliveInterval, Int32(clamping: keepalive.interval.components.seconds))
    }
}
