// SPDX-License-Identifier: Apache-2.0

internal import DatanommerModels

/// Writes messages as one JSON array with a message a line, or as a message a line.
struct MessageListing {
    private let format: OutputFormat
    private var output = StandardOutput()
    private(set) var count = 0

    init(_ format: OutputFormat) {
        self.format = format
    }

    mutating func write(_ message: Message) throws {
        var line = message.json
        try line.withUTF8 { try write(line: UnsafeRawBufferPointer($0)) }
    }

    /// Writes a message that is a line of JSON already.
    mutating func write(line: UnsafeRawBufferPointer) throws {
        if format == .json { try output.write(count == 0 ? "[" : ",\n") }
        try output.write(line)
        if format == .ndjson { try output.write("\n") }
        count += 1
    }

    /// Writes what is gathered, for a reader who waits.
    mutating func flush() throws {
        try output.flush()
    }

    /// Ends the array; none at all is an empty one.
    mutating func finish() throws {
        if format == .json { try output.write(count == 0 ? "[]\n" : "]\n") }
        try output.flush()
    }
}
