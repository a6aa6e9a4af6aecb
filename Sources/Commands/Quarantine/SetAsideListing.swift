// SPDX-License-Identifier: Apache-2.0

internal import DatanommerModels
internal import JSONText

/// Writes what was set aside, a line each.
struct SetAsideListing {
    private let format: QuarantineListCommand.Format
    private var output = StandardOutput()
    private var count = 0

    init(_ format: QuarantineListCommand.Format) {
        self.format = format
    }

    mutating func write(_ entry: SetAsideEntry) throws {
        if format == .json { try output.write(count == 0 ? "[" : ",\n") }
        try output.write(format == .text ? entry.line : entry.json)
        if format != .json { try output.write("\n") }
        count += 1
    }

    /// Ends the array; none at all is an empty one.
    mutating func finish() throws {
        if format == .json { try output.write(count == 0 ? "[]\n" : "]\n") }
        try output.flush()
    }
}

extension SetAsideEntry {
    /// The beginning of the topic; what is no UTF-8 of it is replaced.
    private var topicText: String {
        String(decoding: topic, as: UTF8.self) + (topicBytes > topic.count ? "…" : "")
    }

    fileprivate var line: String {
        let size = topicBytes + bodyBytes
        let columns = ["\(id)", "\(receivedAt)", reason, topicText, "\(size)", detail]
        return columns.map(\.forTerminal).joined(separator: "\t")
    }

    fileprivate var json: String {
        JSONText.object([
            ("id", .integer(id)), ("received_at", .string("\(receivedAt)")), ("reason", .string(reason)),
            ("topic", .string(topicText)), ("topic_bytes", .integer(topicBytes)), ("body_bytes", .integer(bodyBytes)),
            ("detail", .string(detail)),
        ]).text
    }
}
