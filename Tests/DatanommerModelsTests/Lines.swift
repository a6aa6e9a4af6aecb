// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// Texts gathered by code that runs elsewhere, in the order they came in.
final class Lines: Sendable {
    private let lines = Mutex([String]())

    /// Those so far.
    var all: [String] { lines.withLock { $0 } }

    func add(_ line: String) { lines.withLock { $0.append(line) } }
}
