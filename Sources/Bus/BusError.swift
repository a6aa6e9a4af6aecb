// SPDX-License-Identifier: Apache-2.0

/// Why a socket of the bus cannot do what it was told: what was tried, on what, what to do next.
package struct BusError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What went wrong, for programs.
    package struct Code: Hashable, Sendable {
        private enum Kind {
            case invalidEndpoint, invalidSetting, addressInUse, alreadyStarted, closed, cancelled, silent, socket
        }
        private let kind: Kind

        /// The text is no endpoint that can be connected to or bound.
        package static let invalidEndpoint = Code(kind: .invalidEndpoint)
        /// A setting is out of its range.
        package static let invalidSetting = Code(kind: .invalidSetting)
        /// Another socket is bound to the endpoint.
        package static let addressInUse = Code(kind: .addressInUse)
        /// The subscriber was started, or stopped, before.
        package static let alreadyStarted = Code(kind: .alreadyStarted)
        /// The publisher was closed before.
        package static let closed = Code(kind: .closed)
        /// The task that sent or asked was cancelled.
        package static let cancelled = Code(kind: .cancelled)
        /// Nobody answered in time.
        package static let silent = Code(kind: .silent)
        /// libzmq or the system refused; the message says what.
        package static let socket = Code(kind: .socket)
    }

    /// What went wrong, for programs.
    package let code: Code
    /// What went wrong, for the operator.
    package let message: String

    /// An error of this kind.
    package init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    /// The message.
    package var description: String { message }
}
