// SPDX-License-Identifier: Apache-2.0

/// Numbers of a publisher that were not heard when they were said.
public struct MissedNumbers: Hashable, Sendable {
    /// The publisher, by its endpoint.
    public let publisher: String
    /// The numbers.
    public let numbers: ClosedRange<Int64>
}
