// SPDX-License-Identifier: Apache-2.0

import Glibc
import Synchronization

/// Letters to a thread that waits in `poll`: any thread posts, the file descriptor becomes readable.
///
/// A pair of sockets of the system instead of libzmq's, because those belong to one thread and the senders here are many.
final class Mailbox<Letter: Sendable>: Sendable {
    private struct State {
        var letters: [Letter] = []
        var isSignalled = false
        var reading: Int32 = -1
        var writing: Int32 = -1
    }

    private let state = Mutex(State())

    deinit {
        state.withLock { state in
            for descriptor in [state.reading, state.writing] where descriptor >= 0 { close(descriptor) }
        }
    }

    /// Makes the pair and returns its reading end, for `poll` only; it stays open as long as the mailbox lives.
    ///
    /// Called again it returns the same one. Letters posted before are readable at once. Throws ``BusError/Code/socket`` when out of descriptors.
    func open() throws(BusError) -> Int32 {
        let opened = state.withLock { $0.reading }
        guard opened < 0 else { return opened }
        var ends: [Int32] = [-1, -1]
        let type = SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue
        guard socketpair(AF_UNIX, Int32(type), 0, &ends) == 0 else {
            throw BusError(.socket, "cannot open a pair of sockets: \(String(cString: strerror(errno)))")
        }
        return state.withLock { state in
            (state.reading, state.writing) = (ends[0], ends[1])
            if state.isSignalled { Self.signal(state.writing) }
            return ends[0]
        }
    }

    /// Puts a letter into the box and wakes the thread.
    func post(_ letter: Letter) {
        state.withLock { state in
            state.letters.append(letter)
            Self.wake(&state)
        }
    }

    /// Wakes the thread without a letter.
    func wake() {
        state.withLock { Self.wake(&$0) }
    }

    /// All letters so far, oldest first; the descriptor is not readable until the next one.
    func take() -> [Letter] {
        state.withLock { state in
            guard state.isSignalled else { return [] }
            defer { (state.letters, state.isSignalled) = ([], false) }
            var byte: UInt8 = 0
            _ = read(state.reading, &byte, 1)
            return state.letters
        }
    }

    /// One byte at most is under way, so that writing never fails and never blocks.
    private static func wake(_ state: inout State) {
        guard !state.isSignalled else { return }
        state.isSignalled = true
        if state.writing >= 0 { signal(state.writing) }
    }

    private static func signal(_ descriptor: Int32) {
        var byte: UInt8 = 1
        _ = write(descriptor, &byte, 1)
    }
}
