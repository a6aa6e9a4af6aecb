// SPDX-License-Identifier: Apache-2.0

/// What a program said, and how it ended. Two are equal when they said the same bytes.
package struct FinishedProgram: Hashable, Sendable, CustomStringConvertible {
    /// The exit status, or the negative number of the signal that ended it.
    package let status: Int
    /// What it wrote to its standard output.
    package let outputBytes: [UInt8]
    /// What it wrote to its standard error.
    package let errorBytes: [UInt8]

    init(status: Int, outputBytes: [UInt8], errorBytes: [UInt8]) {
        self.status = status
        self.outputBytes = outputBytes
        self.errorBytes = errorBytes
    }

    /// One that said this and did its work.
    package static func done(_ output: String, errors: String = "") -> FinishedProgram {
        FinishedProgram(status: 0, outputBytes: Array(output.utf8), errorBytes: Array(errors.utf8))
    }

    /// One that said nothing but why it failed.
    package static func failed(_ status: Int, _ errors: String, output: String = "") -> FinishedProgram {
        FinishedProgram(status: status, outputBytes: Array(output.utf8), errorBytes: Array(errors.utf8))
    }

    /// The standard output as text.
    package var output: String { String(decoding: outputBytes, as: UTF8.self) }
    /// The standard error as text.
    package var errors: String { String(decoding: errorBytes, as: UTF8.self) }

    /// The lines of the standard output, without their ends.
    package var lines: [String] { output.split(separator: "\n").map(String.init) }

    /// All of it, for the eyes of a tester.
    package var description: String { "status \(status)\noutput: \(output.prefix(4_000))\nerrors: \(errors)" }
}
