// SPDX-License-Identifier: Apache-2.0

/// A program that did not do its part, in words for the operator.
struct ProgramError: Error, Hashable, Sendable, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}
