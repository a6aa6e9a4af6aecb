// SPDX-License-Identifier: Apache-2.0

internal import CZeroMQ

/// One received frame; the only owner of its message, used again for the next frame.
final class IncomingFrame {
    /// For ``ZeroMQSocket`` to receive into.
    let message: UnsafeMutablePointer<zmq_msg_t>

    /// An empty frame.
    init() {
        message = .allocate(capacity: 1)
        zmq_msg_init(message)
    }

    deinit {
        zmq_msg_close(message)
        message.deallocate()
    }

    /// Whether more frames of the same message follow.
    var hasMore: Bool { zmq_msg_more(message) != 0 }
    /// Bytes in the frame.
    var count: Int { zmq_msg_size(message) }

    /// Lends the bytes, which are gone after the next receive.
    func withBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        body(UnsafeRawBufferPointer(start: zmq_msg_data(message), count: count))
    }
}
