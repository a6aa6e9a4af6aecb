// SPDX-License-Identifier: Apache-2.0

/// A record out of which a template can make no row.
package struct TemplateRefusal: Error, Hashable, Sendable, CustomStringConvertible {
    /// Which field, and what is wrong with it; nothing of what it holds.
    package let description: String

    /// Which field, and what is wrong with it.
    package init(_ description: String) {
        self.description = description
    }
}
