// SPDX-License-Identifier: Apache-2.0

/// Why the daemon cannot be seen from outside.
package struct MonitorError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The kinds of it.
    package enum Code: Hashable, Sendable {
        /// The address is none, or one where others than this machine could ask.
        case wrongAddress
        /// The address cannot be listened at: another has it, or it is not this machine's.
        case unavailable
    }

    /// Which kind it is.
    package let code: Code
    /// What was tried, and what to do.
    package let description: String

    init(_ code: Code, _ description: String) {
        self.code = code
        self.description = description
    }
}
