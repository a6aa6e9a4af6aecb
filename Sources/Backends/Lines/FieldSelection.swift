// SPDX-License-Identifier: Apache-2.0

package import Flow
internal import JSONText
internal import SQL

/// Which values of a record are written, under which names, in which order.
package struct FieldSelection: Sendable {
    /// The paths; empty: all fields.
    private let paths: [FieldPath]

    /// - Throws: `SelectionError` where a path is none.
    package init(_ paths: [String]) throws(SelectionError) {
        var read: [FieldPath] = []
        for path in paths { read.append(try FieldPath(path)) }
        self.paths = read
    }

    /// All fields.
    static let all = FieldSelection()

    private init() { paths = [] }

    /// The names of what is written of a record.
    func names(of record: Record) -> [String] {
        paths.isEmpty ? record.fields.map(\.name) : paths.map(\.description)
    }

    /// The values under these names; null where there is none.
    func values(of record: Record) -> [FieldValue] {
        paths.isEmpty ? record.fields.map(\.value) : paths.map { record[$0] ?? .null }
    }

    /// The record as one line of JSON, without a line's end. JSON that was said over several lines becomes one.
    func json(of record: Record) -> [UInt8] {
        let members = zip(names(of: record), values(of: record)).map { ($0, $1.json) }
        return Array(JSONText.object(members).bytes).withoutLineEnds
    }
}

extension FieldValue {
    /// The value as JSON: a moment is a text.
    var json: JSONText {
        switch self {
        case .null: .null
        case .boolean(let value): .bool(value)
        case .integer(let value): .integer(value)
        case .text(let text): .string(text)
        case .timestamp(let time): .string(time.description)
        case .json(let json): json
        }
    }
}

extension [UInt8] {
    /// In JSON line ends stand between values alone, where they mean nothing.
    var withoutLineEnds: [UInt8] {
        contains { $0 == 10 || $0 == 13 } ? filter { $0 != 10 && $0 != 13 } : self
    }
}
