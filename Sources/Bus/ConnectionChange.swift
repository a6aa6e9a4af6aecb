// SPDX-License-Identifier: Apache-2.0

/// What happened to the connection of an endpoint.
package struct ConnectionChange: Hashable, Sendable {
    /// The endpoint, as it was given where that can be told.
    package var endpoint: String
    /// Whether it is connected now; otherwise it was connected, and is lost.
    package var isConnected: Bool

    /// A change.
    package init(endpoint: String, isConnected: Bool) {
        self.endpoint = endpoint
        self.isConnected = isConnected
    }
}
