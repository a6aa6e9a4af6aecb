// SPDX-License-Identifier: Apache-2.0

internal import CZeroMQ
import Glibc

extension BusError {
    /// The error that the last call of libzmq on this thread left behind, after it failed to `attempt`.
    static func last(_ attempt: String) -> BusError {
        let number = zmq_errno()
        let reason = String(cString: zmq_strerror(number))
        guard number == EADDRINUSE else { return BusError(.socket, "cannot \(attempt): \(reason)") }
        return BusError(.addressInUse, "cannot \(attempt): \(reason); stop the other process or choose another one")
    }
}
