// SPDX-License-Identifier: Apache-2.0

/// Why a stream of events cannot be read any further: whoever wants to go on has to connect again.
package struct SaltStreamError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong, for the operator.
    package let description: String
    /// The beginning of what could not be read.
    package let bytes: [UInt8]
}
