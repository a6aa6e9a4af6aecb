// SPDX-License-Identifier: Apache-2.0

internal import Foundation

/// A file that cannot be written, in words for the operator.
struct LineFileError: Error, Hashable, Sendable, CustomStringConvertible {
    let description: String

    /// What the system says of the last call.
    init(_ path: String, _ what: String) {
        description = "\(path) \(what): \(String(cString: strerror(errno)))"
    }
}
