// SPDX-License-Identifier: Apache-2.0

internal import Glibc

/// Writing to a pipe or a socket that nobody reads any more, which by default ends the process.
package enum BrokenPipe {
    /// Does some work in which this thread may write to one, and throws away the signal that comes of it: the work is told by
    /// `EPIPE`.
    ///
    /// The signal of such a write is sent to the thread that writes (signal(7)), so nobody else's is touched. Commands keep
    /// the default for their own output, where it is right: who reads them has gone.
    package static func unsignalled<R>(_ body: () -> R) -> R {
        var (pipe, before, pending) = (sigset_t(), sigset_t(), sigset_t())
        sigemptyset(&pipe)
        sigaddset(&pipe, SIGPIPE)
        pthread_sigmask(SIG_BLOCK, &pipe, &before)
        let result = body()
        let error = errno
        sigpending(&pending)
        if sigismember(&pending, SIGPIPE) == 1, sigismember(&before, SIGPIPE) == 0 {
            var none = timespec()
            sigtimedwait(&pipe, nil, &none)
        }
        pthread_sigmask(SIG_SETMASK, &before, nil)
        errno = error
        return result
    }
}
