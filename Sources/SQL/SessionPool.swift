// SPDX-License-Identifier: Apache-2.0

internal import Synchronization

/// The sessions of a database: who has one, who waits for one.
final class SessionPool: Sendable {
    private let url: DatabaseURL
    private let options: DatabaseOptions
    private let queue: Mutex<SessionQueue>

    init(url: DatabaseURL, options: DatabaseOptions) {
        self.url = url
        self.options = options
        queue = Mutex(SessionQueue(places: max(1, options.connections)))
    }

    /// A session for the caller alone, until it gives it back.
    func take() async throws -> Session {
        let ticket = queue.withLock { $0.newTicket() }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                // The task is marked as cancelled before its handler runs. So either it is seen here, or the handler
                // comes after us and finds the ticket.
                queue.withLock { queue in
                    guard !Task.isCancelled else { return continuation.resume(throwing: DatabaseError.cancelled) }
                    queue.take(Waiting(ticket: ticket, continuation: continuation)) {
                        Session(url: url, options: options)
                    }
                }
            }
        } onCancel: {
            queue.withLock { $0.cancel(ticket) }
        }
    }

    func giveBack(_ session: Session) {
        queue.withLock { $0.giveBack(session) }
    }

    func close() {
        // Closing may take a moment (SQLite copies its log into the file): let go of them outside the lock.
        let idle = queue.withLock { $0.close() }
        withExtendedLifetime(idle) {}
    }
}
