// SPDX-License-Identifier: Apache-2.0

import DatanommerTesting
import Foundation

/// How much more memory this process takes from a moment on.
struct OwnMemory {
    private let before: Int

    /// Has Linux look for the most memory from now on (proc_pid_clear_refs(5)).
    init() throws {
        try Data("5".utf8).write(to: URL(filePath: "/proc/self/clear_refs"))
        before = try Self.peak()
    }

    /// The most it had since, in bytes beyond what it had then.
    func more() throws -> Int { try Self.peak() - before }

    private static func peak() throws -> Int {
        try ProcessFigures(of: Int(ProcessInfo.processInfo.processIdentifier)).peakBytes ?? 0
    }
}
