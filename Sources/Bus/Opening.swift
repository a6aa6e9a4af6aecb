// SPDX-License-Identifier: Apache-2.0

import Dispatch
import Synchronization

/// How a thread tells the one that started it whether its socket is open.
final class Opening: Sendable {
    private let result = Mutex<Result<Void, BusError>?>(nil)
    private let isReported = DispatchSemaphore(value: 0)

    /// Tells; once.
    func report(_ result: Result<Void, BusError>) {
        self.result.withLock { $0 = result }
        isReported.signal()
    }

    /// Blocks until told, and throws what was told.
    func wait() throws(BusError) {
        isReported.wait()
        try result.withLock { $0 }?.get()
    }
}
