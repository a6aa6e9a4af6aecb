// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A moment: whole microseconds since 1970-01-01T00:00:00Z, leap seconds not counted.
///
/// Microseconds are what PostgreSQL's `timestamptz` can tell apart, so that a moment survives storing on every engine.
public struct Timestamp: Hashable, Comparable, Sendable {
    /// Whole microseconds since 1970-01-01T00:00:00Z; negative before it.
    public var microseconds: Int64

    /// The moment so many microseconds after (or, negative, before) 1970-01-01T00:00:00Z.
    public init(microseconds: Int64) {
        self.microseconds = microseconds
    }

    /// What the system clock says.
    public static var now: Timestamp {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Timestamp(microseconds: Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1_000)
    }

    /// Whether `left` is earlier.
    public static func < (left: Timestamp, right: Timestamp) -> Bool {
        left.microseconds < right.microseconds
    }
}
