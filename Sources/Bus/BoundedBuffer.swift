// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// Elements on their way from a thread, which must not be blocked here, to a task, which may wait.
///
/// The thread asks ``hasRoom()`` and waits on its own terms while there is none; `roomMade` is called, on the reader's
/// side, when a full buffer has room again. Elements leave in the order in which they came, each once.
final class BoundedBuffer<Element: Sendable>: Sendable {
    private struct Waiter {
        let id: UInt64
        let continuation: CheckedContinuation<Element?, Never>
    }

    private struct State {
        var elements: [Element?] = []
        var head = 0
        var waiters: [Waiter] = []
        var nextID: UInt64 = 0
        var isFinished = false
        var writerWaits = false

        var count: Int { elements.count - head }

        /// The oldest element; the places of those taken are given back once they are the larger half.
        mutating func popFirst() -> Element? {
            guard head < elements.count else { return nil }
            defer {
                elements[head] = nil
                head += 1
                if head * 2 >= elements.count {
                    elements.removeFirst(head)
                    head = 0
                }
            }
            return elements[head]
        }
    }

    private enum Taken {
        case now(Element?, roomMade: Bool)
        case later
    }

    private let capacity: Int
    private let roomMade: @Sendable () -> Void
    private let state = Mutex(State())

    /// A buffer of `capacity` elements, at least one.
    init(capacity: Int, roomMade: @escaping @Sendable () -> Void) {
        precondition(capacity > 0, "a buffer without room hands nothing over")
        self.capacity = capacity
        self.roomMade = roomMade
    }

    /// Whether one more element fits. If not, `roomMade` will be called once it does.
    func hasRoom() -> Bool {
        state.withLock { state in
            state.writerWaits = state.count >= capacity
            return !state.writerWaits
        }
    }

    /// Hands an element over, to a waiting reader if there is one. Takes it even when full, so that the last element
    /// of a writer that ends is never lost; a writer that goes on asks ``hasRoom()`` first.
    func put(_ element: Element) {
        let waiter = state.withLock { state -> Waiter? in
            guard state.waiters.isEmpty else { return state.waiters.removeFirst() }
            state.elements.append(element)
            return nil
        }
        waiter?.continuation.resume(returning: element)
    }

    /// Nothing more will be put; readers get what is left, then nil.
    func finish() {
        let waiters = state.withLock { state in
            defer { state.waiters = [] }
            state.isFinished = true
            return state.waiters
        }
        for waiter in waiters { waiter.continuation.resume(returning: nil) }
    }

    /// The oldest element, waiting for one if need be; nil after the last one, and in a task that is cancelled.
    func next() async -> Element? {
        let id = state.withLock { state in
            state.nextID += 1
            return state.nextID
        }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { take(for: Waiter(id: id, continuation: $0)) }
        } onCancel: {
            cancel(id)
        }
    }

    private func take(for waiter: Waiter) {
        // Asked for under the lock: a cancellation before it is seen here, one after it finds the waiter.
        let taken = state.withLock { state -> Taken in
            if Task.isCancelled { return .now(nil, roomMade: false) }
            if let element = state.popFirst() {
                defer { state.writerWaits = state.writerWaits && state.count >= capacity }
                return .now(element, roomMade: state.writerWaits && state.count < capacity)
            }
            if state.isFinished { return .now(nil, roomMade: false) }
            state.waiters.append(waiter)
            return .later
        }
        guard case .now(let element, let isRoomMade) = taken else { return }
        if isRoomMade { roomMade() }
        waiter.continuation.resume(returning: element)
    }

    private func cancel(_ id: UInt64) {
        let waiter = state.withLock { state -> Waiter? in
            guard let index = state.waiters.firstIndex(where: { $0.id == id }) else { return nil }
            return state.waiters.remove(at: index)
        }
        waiter?.continuation.resume(returning: nil)
    }
}
