// SPDX-License-Identifier: Apache-2.0

import CZeroMQ
import DatanommerTesting
import Glibc

/// libzmq and nothing else: the limit. Messages are received and let go.
struct RawReceiver {
    let endpoint: String

    /// Receives so many of two frames each; blocks, for a minute at most until one comes.
    ///
    /// - Parameter onFirst: told when the first one is there.
    func receive(_ count: Int, onFirst: () -> Void) throws {
        let context = zmq_ctx_new()
        defer { zmq_ctx_term(context) }
        let socket = zmq_socket(context, ZMQ_SUB)
        defer { zmq_close(socket) }
        var (unlimited, patience): (CInt, CInt) = (0, 60_000)
        zmq_setsockopt(socket, ZMQ_RCVHWM, &unlimited, MemoryLayout<CInt>.size)
        zmq_setsockopt(socket, ZMQ_RCVTIMEO, &patience, MemoryLayout<CInt>.size)
        zmq_setsockopt(socket, ZMQ_SUBSCRIBE, "", 0)
        guard zmq_connect(socket, endpoint) == 0 else { throw Silence() }
        var frame = zmq_msg_t()
        zmq_msg_init(&frame)
        defer { zmq_msg_close(&frame) }
        for number in 0..<count {
            for _ in 0..<2 {
                guard zmq_msg_recv(&frame, socket, 0) >= 0 else { throw Silence() }
            }
            if number == 0 { onFirst() }
        }
    }

    struct Silence: Error {}
}
