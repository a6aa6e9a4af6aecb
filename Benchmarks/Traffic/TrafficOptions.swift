// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Bus
import Foundation
import JSONText

/// Which messages are used for measuring.
struct TrafficOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Envelopes to use instead of made-up ones, one a line.", valueName: "ndjson"))
    var file: String?

    @Option(help: "The seed of the made-up ones.")
    var seed: UInt64 = 1

    /// So many messages, the last one said now.
    ///
    /// - Throws: when the file cannot be read, or has fewer.
    func messages(_ count: Int, span: Duration) throws -> [Envelope] {
        guard let file else { return Array(IteratorSequence(Traffic(count, seed: seed, span: span))) }
        let lines = try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n").prefix(count)
        guard lines.count == count else {
            throw ValidationError("\(file) has \(lines.count) messages, \(count) are wanted: give --messages")
        }
        return try lines.map { line in
            let topic = try JSONText(validating: String(line))["topic"]?.string ?? ""
            return Envelope(topic: Array(topic.utf8), body: Array(line.utf8), receivedAt: 0)
        }
    }
}
