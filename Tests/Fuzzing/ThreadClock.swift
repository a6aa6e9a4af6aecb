// SPDX-License-Identifier: Apache-2.0

import Glibc

/// The time that the running thread has had on a core: on a busy machine an input may wait long and be read fast.
enum ThreadClock {
    static var now: Duration {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
    }
}
