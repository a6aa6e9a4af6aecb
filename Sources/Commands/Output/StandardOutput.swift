// SPDX-License-Identifier: Apache-2.0

internal import Foundation

/// The data of a command: a buffer before file descriptor 1.
///
/// A reader that goes away ends the process by SIGPIPE, quietly; a full disk is an error.
struct StandardOutput {
    private var buffer: [UInt8] = []

    /// How many bytes are gathered before they are written.
    private static let capacity = 256 << 10

    mutating func write(_ text: String) throws(OutputError) {
        try write(bytes: text.utf8)
    }

    mutating func write(bytes: some Sequence<UInt8>) throws(OutputError) {
        buffer.append(contentsOf: bytes)
        if buffer.count >= Self.capacity { try flush() }
    }

    mutating func write(_ bytes: UnsafeRawBufferPointer) throws(OutputError) {
        buffer.append(contentsOf: bytes)
        if buffer.count >= Self.capacity { try flush() }
    }

    /// Writes what was gathered.
    mutating func flush() throws(OutputError) {
        var written = 0
        while written < buffer.count {
            let count = buffer[written...].withUnsafeBytes { Glibc.write(STDOUT_FILENO, $0.baseAddress, $0.count) }
            if count < 0, errno != EINTR { throw OutputError(reason: String(cString: strerror(errno))) }
            written += max(0, count)
        }
        buffer.removeAll(keepingCapacity: true)
    }
}

/// The output could not be written.
struct OutputError: Error, CustomStringConvertible {
    let reason: String
    var description: String { "cannot write to standard output: \(reason)" }
}
