// SPDX-License-Identifier: Apache-2.0

/// What a web server answered, whatever the status.
package struct HTTPAnswer: Hashable, Sendable {
    /// The status, 100 to 599.
    package let status: Int
    /// How long the server wants to be left alone (`Retry-After`); nil when it does not say.
    package let retryAfter: Duration?
    /// The body, unpacked.
    package let body: [UInt8]
}
