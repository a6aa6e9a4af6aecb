// SPDX-License-Identifier: Apache-2.0

/// Whom and what a message is about.
package struct ExtractedNames: Hashable, Sendable {
    /// User names, in the order of code points, each once, none empty.
    package let users: [String]
    /// Package names, in the order of code points, each once, none empty.
    package let packages: [String]
    /// Whether a name was left out because it holds U+0000 or a lone surrogate, which no database text can.
    package let hasUnstorableName: Bool

    /// Names as they are to be given back: sorted, unique, not empty.
    package init(users: [String] = [], packages: [String] = [], hasUnstorableName: Bool = false) {
        self.users = users
        self.packages = packages
        self.hasUnstorableName = hasUnstorableName
    }
}
