// SPDX-License-Identifier: Apache-2.0

/// Makes lines of what a program writes, however it comes in pieces; pure.
struct LineBuffer: Hashable, Sendable {
    private var rest: [UInt8] = []
    /// A longer line is cut there; what follows it is another.
    static let limit = 65_536

    /// More came: the lines that are whole now, without their ends.
    mutating func add(_ bytes: some Sequence<UInt8>) -> [[UInt8]] {
        var lines: [[UInt8]] = []
        for byte in bytes {
            if byte == UInt8(ascii: "\n") || rest.count == Self.limit { lines.append(take()) }
            if byte != UInt8(ascii: "\n") { rest.append(byte) }
        }
        return lines
    }

    /// What has no end yet.
    mutating func take() -> [UInt8] {
        defer { rest = [] }
        return rest
    }
}
