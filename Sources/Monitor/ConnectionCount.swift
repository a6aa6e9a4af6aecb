// SPDX-License-Identifier: Apache-2.0

internal import Synchronization

/// How many connections are open, of so many that may be.
final class ConnectionCount: Sendable {
    private let limit: Int
    private let open = Mutex(0)

    init(limit: Int) {
        self.limit = limit
    }

    /// Counts one more, if there may be one more.
    func enter() -> Bool {
        open.withLock { open in
            guard open < limit else { return false }
            open += 1
            return true
        }
    }

    /// One is closed that had been counted.
    func leave() {
        open.withLock { $0 -= 1 }
    }
}
