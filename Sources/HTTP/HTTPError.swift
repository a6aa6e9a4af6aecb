// SPDX-License-Identifier: Apache-2.0

/// Why a web server's answer cannot be had. It never quotes the URL, which may hold a password.
package struct HTTPError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What went wrong, for programs.
    package struct Code: Hashable, Sendable {
        private enum Kind { case timedOut, tooLarge, cancelled, status, failed }
        private let kind: Kind

        /// The time was over before the answer was there.
        package static let timedOut = Code(kind: .timedOut)
        /// The answer has more bytes than are accepted.
        package static let tooLarge = Code(kind: .tooLarge)
        /// The task that asked was cancelled.
        package static let cancelled = Code(kind: .cancelled)
        /// The server answered with a status other than 200.
        package static let status = Code(kind: .status)
        /// There is no such server, no way to it, no trust in it, or it speaks no HTTP.
        package static let failed = Code(kind: .failed)
    }

    /// What went wrong, for programs.
    package let code: Code
    /// What went wrong, for the operator.
    package let message: String

    init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    /// The message.
    package var description: String { message }
}
