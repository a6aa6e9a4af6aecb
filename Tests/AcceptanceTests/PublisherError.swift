// SPDX-License-Identifier: Apache-2.0

/// A publisher that did not do what it was told, and what it said.
struct PublisherError: Error, CustomStringConvertible {
    let description: String
}
