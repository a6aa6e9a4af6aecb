// SPDX-License-Identifier: Apache-2.0

internal import Synchronization

/// One piece of work on a connection, which its task may give up at any time, from any thread.
final class Work: Sendable {
    private let flag = Atomic(false)

    /// Whether nobody waits for the work any more.
    var isCancelled: Bool { flag.load(ordering: .relaxed) }

    /// Says so. The connection looks at it before each statement and while it waits for one.
    func cancel() {
        flag.store(true, ordering: .relaxed)
    }

    /// Throws `.cancelled` when it is.
    func check() throws(DatabaseError) {
        guard isCancelled else { return }
        throw .cancelled
    }
}

extension DatabaseError {
    static let cancelled = DatabaseError(.cancelled, "given up, since the task that asked was cancelled")
}
