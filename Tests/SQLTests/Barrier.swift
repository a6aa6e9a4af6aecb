// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// Where so many threads wait for each other. For work on connections, which may block.
final class Barrier: Sendable {
    private let count: Int
    private let condition = NSCondition()
    private nonisolated(unsafe) var arrived = 0  // Guarded by the condition's lock.

    init(_ count: Int) {
        self.count = count
    }

    /// Waits until all have arrived. One that never comes, since its work failed, fails the test after a minute.
    func arrive() {
        condition.lock()
        defer { condition.unlock() }
        arrived += 1
        condition.broadcast()
        let deadline = Date(timeIntervalSinceNow: 60)
        while arrived < count {
            guard condition.wait(until: deadline) else {
                Issue.record("only \(arrived) of \(count) arrived within a minute")
                return
            }
        }
    }
}
