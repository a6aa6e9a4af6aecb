// SPDX-License-Identifier: Apache-2.0

/// A task that waits for a session.
struct Waiting {
    let ticket: Int
    let continuation: CheckedContinuation<Session, any Error>
}

/// The book-keeping of a ``SessionPool``: first come, first served; the session used last is used first, since it is the
/// likeliest to be connected.
///
/// Resuming a continuation only schedules its task, so it is done inside the lock.
struct SessionQueue {
    private let places: Int
    private var opened = 0
    private var tickets = 0
    private var idle: [Session] = []
    private var waiting: [Waiting] = []
    private var isClosed = false

    init(places: Int) {
        self.places = places
    }

    mutating func newTicket() -> Int {
        tickets += 1
        return tickets
    }

    mutating func take(_ waiting: Waiting, orMake make: () -> Session) {
        if isClosed {
            waiting.continuation.resume(throwing: Self.closedError)
        } else if let session = idle.popLast() {
            waiting.continuation.resume(returning: session)
        } else if opened < places {
            opened += 1
            waiting.continuation.resume(returning: make())
        } else {
            self.waiting.append(waiting)
        }
    }

    mutating func giveBack(_ session: Session) {
        if !waiting.isEmpty {
            waiting.removeFirst().continuation.resume(returning: session)
        } else if !isClosed {
            idle.append(session)
        }
    }

    mutating func cancel(_ ticket: Int) {
        guard let index = waiting.firstIndex(where: { $0.ticket == ticket }) else { return }
        waiting.remove(at: index).continuation.resume(throwing: DatabaseError.cancelled)
    }

    /// Ends all waiting; the caller lets go of the idle sessions.
    mutating func close() -> [Session] {
        isClosed = true
        waiting.forEach { $0.continuation.resume(throwing: Self.closedError) }
        waiting = []
        defer { idle = [] }
        return idle
    }

    private static let closedError = DatabaseError(.other, "the database was closed by this program")
}
