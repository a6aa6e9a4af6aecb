// SPDX-License-Identifier: Apache-2.0

/// A backend that cannot be made as it is configured.
package struct BackendError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong, and what is wanted instead; no secrets.
    package let description: String

    init(_ description: String) {
        self.description = description
    }
}
