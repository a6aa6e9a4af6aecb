// SPDX-License-Identifier: Apache-2.0

import Foundation

/// What this process holds.
enum Memory {
    /// Its resident memory, in bytes (proc(5), statm).
    static var residentBytes: Int {
        let pages = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8))?.split(separator: " ")
        return (pages.flatMap { $0.count > 1 ? Int($0[1]) : nil } ?? 0) * Int(getpagesize())
    }
}
