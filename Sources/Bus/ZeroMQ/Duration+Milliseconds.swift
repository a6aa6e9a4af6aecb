// SPDX-License-Identifier: Apache-2.0

extension Duration {
    /// Milliseconds as libzmq counts them: rounded up, so that a wait never ends before its time, and not negative.
    var wholeMilliseconds: Int32 {
        let (seconds, attoseconds) = components
        guard seconds >= 0, attoseconds >= 0 else { return 0 }
        guard seconds < Int64(Int32.max) / 1000 else { return .max }
        return Int32(seconds * 1000 + (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000)
    }
}
