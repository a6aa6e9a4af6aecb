// SPDX-License-Identifier: Apache-2.0

/// What one turn of one way came to.
struct Figures: Sendable {
    /// How long it took.
    var elapsed: Duration
    /// How many messages it did.
    var messages: Int
    /// Time on the cores: of the program that is measured, and of the server behind it.
    var client: Duration?
    var server: Duration?
    /// The most memory that the program had.
    var peakBytes: Int?

    var perSecond: Double { Double(messages) / elapsed.seconds }
}

extension [Figures] {
    /// Messages a second, in the middle.
    var perSecond: Double { map(\.perSecond).median }
    /// Microseconds that the program needs for a message, in the middle.
    var client: Double { compactMap { one in one.client.map { $0 / .microseconds(one.messages) } }.median }
    /// The same of the server.
    var server: Double { compactMap { one in one.server.map { $0 / .microseconds(one.messages) } }.median }
    /// The most memory of all turns, in MiB.
    var peakMiB: Double { compactMap(\.peakBytes).max().map { Double($0) / 1_048_576 } ?? .nan }
}
