// SPDX-License-Identifier: Apache-2.0

import Glibc

/// The system's clock, as envelopes tell the time.
enum SystemClock {
    /// Microseconds since 1970-01-01 00:00 UTC.
    static func microseconds() -> Int64 {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000
    }
}
