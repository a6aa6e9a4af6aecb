// SPDX-License-Identifier: Apache-2.0

import Logging

extension Logger {
    /// For what a test does not look at.
    static let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
}
