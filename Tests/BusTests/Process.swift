// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Memory of this process that is in RAM, in bytes; proc(5).
func residentBytes() -> Int {
    let fields = (try? String(contentsOfFile: "/proc/self/statm", encoding: .ascii))?.split(separator: " ") ?? []
    return fields.count > 1 ? (Int(fields[1]) ?? 0) * Int(sysconf(Int32(_SC_PAGESIZE))) : 0
}

/// How many file descriptors this process has open.
func openDescriptors() -> Int {
    (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd"))?.count ?? 0
}

/// The system's clock, in microseconds since 1970-01-01 00:00 UTC.
func microsecondsSince1970() -> Int64 { Int64(Date().timeIntervalSince1970 * 1_000_000) }
