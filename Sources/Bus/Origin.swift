// SPDX-License-Identifier: Apache-2.0

/// Which publisher an envelope is from, and whether it said so itself just now.
package struct Origin: Hashable, Sendable {
    /// The publisher, by the endpoint where it is listened to.
    package var publisher: String
    /// Whether a replay endpoint gave it, on being asked; otherwise the publisher's socket did.
    package var isReplayed: Bool

    /// An origin.
    package init(publisher: String, isReplayed: Bool = false) {
        self.publisher = publisher
        self.isReplayed = isReplayed
    }
}
