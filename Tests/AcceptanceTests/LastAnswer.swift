// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// What was answered last, for the error.
final class LastAnswer: Sendable {
    private let answer = Mutex(0)

    func set(_ value: Int) { answer.withLock { $0 = value } }
    func get() -> Int { answer.withLock { $0 } }
}
