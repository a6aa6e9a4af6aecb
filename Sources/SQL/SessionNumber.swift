// SPDX-License-Identifier: Apache-2.0

internal import Synchronization

/// Numbers for sessions, each given once in the life of the process.
enum SessionNumber {
    private static let last = Atomic(0)

    /// Another number.
    static func next() -> Int { last.add(1, ordering: .relaxed).newValue }
}
