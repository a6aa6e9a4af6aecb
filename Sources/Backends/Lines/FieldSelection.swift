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
        if paths.isEmpty { return record.json }
        var bytes: [UInt8] = []
        bytes.appendJSON(zip(names(of: record), values(of: record)))
        return bytes
    }
}
