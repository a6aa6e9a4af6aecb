// SPDX-License-Identifier: Apache-2.0

import Foundation
import Synchronization

/// A clock that stands where a test puts it.
final class StandingClock: Sendable {
    private let time: Mutex<Date>

    init(_ time: Date = Date()) {
        self.time = Mutex(time)
    }

    var now: Date { time.withLock { $0 } }

    func advance(by seconds: Double) { time.withLock { $0 += seconds } }
}
