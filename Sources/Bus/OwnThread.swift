// SPDX-License-Identifier: Apache-2.0

import Glibc

/// A thread for work that blocks, away from Swift's pool, whose few threads everything else shares.
enum OwnThread {
    private final class Body {
        let run: @Sendable () -> Void

        init(_ run: @escaping @Sendable () -> Void) { self.run = run }
    }

    /// Runs `body` on a new thread, which ends with it.
    ///
    /// Signals are blocked there: they belong to the threads that wait for them. Throws ``BusError/Code/socket`` when
    /// the system has no thread left.
    static func start(_ body: @escaping @Sendable () -> Void) throws(BusError) {
        var all = sigset_t()
        var before = sigset_t()
        sigfillset(&all)
        pthread_sigmask(SIG_SETMASK, &all, &before)
        defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
        var thread = pthread_t()
        let box = Unmanaged.passRetained(Body(body))
        let result = pthread_create(&thread, nil, Self.main, box.toOpaque())
        guard result == 0 else {
            box.release()
            throw BusError(.socket, "cannot start a thread: \(String(cString: strerror(result)))")
        }
        pthread_detach(thread)
    }

    private static let main: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? = { box in
        guard let box else { return nil }
        Unmanaged<Body>.fromOpaque(box).takeRetainedValue().run()
        return nil
    }
}
