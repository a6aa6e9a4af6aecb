// SPDX-License-Identifier: Apache-2.0

extension Timestamp {
    /// The moment so much later, or earlier for a negative duration; at the ends of time it stays there.
    package func advanced(by duration: Duration) -> Timestamp {
        let (seconds, attoseconds) = duration.components
        let (span, isTooLong) = seconds.multipliedReportingOverflow(by: 1_000_000)
        let (end, isPast) = microseconds.addingReportingOverflow(span + attoseconds / 1_000_000_000_000)
        return isTooLong || isPast ? self : Timestamp(microseconds: end)
    }
}
