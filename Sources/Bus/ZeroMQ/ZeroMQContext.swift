// SPDX-License-Identifier: Apache-2.0

internal import CZeroMQ
import Glibc

/// One context of libzmq with its network threads; its sockets keep it alive.
///
/// - Important: Letting go of the last socket waits until everything it may still send (its linger) was sent.
final class ZeroMQContext {
    private let handle: UnsafeMutableRawPointer

    /// A context with so many network threads, from 1; throws ``BusError/Code/socket`` when out of resources.
    init(ioThreads: Int) throws(BusError) {
        guard let handle = zmq_ctx_new() else { throw BusError.last("open a ZeroMQ context") }
        self.handle = handle
        guard zmq_ctx_set(handle, ZMQ_IO_THREADS, Int32(clamping: ioThreads)) == 0 else {
            throw BusError.last("use \(ioThreads) ZeroMQ threads")
        }
    }

    deinit {
        // A signal interrupts the waiting, not the ending: only a second call finishes it.
        while zmq_ctx_term(handle) != 0, zmq_errno() == EINTR {}
    }

    /// A new socket's handle, or nil with the reason left to ``BusError/last(_:)``.
    func socket(_ type: Int32) -> UnsafeMutableRawPointer? { zmq_socket(handle, type) }
}
