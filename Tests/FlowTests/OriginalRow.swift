// SPDX-License-Identifier: Apache-2.0

import Foundation
import JSONText
import SQL

@testable import Flow

/// One event, the configuration of Salt's event daemon for it, and the statement that its worker ran, as recorded.
struct OriginalRow: CustomStringConvertible {
    private let json: JSONText

    static func all() throws -> [OriginalRow] {
        let file = Bundle.module.url(forResource: "eventsd_sql", withExtension: "jsonl", subdirectory: "Vectors")
        guard let file else { throw CocoaError(.fileNoSuchFile) }
        return try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map {
            OriginalRow(json: try JSONText(validating: String($0)))
        }
    }

    /// The case's name.
    var description: String { json["case"]?.string ?? "" }

    /// The statement that was run; nil if there was none.
    var statement: String? {
        json["calls"]?.elements().first { $0.elements().first?.string == "execute" }?.elements().last?.string
    }

    var record: Record {
        Record(
            position: 1, id: "1", name: json["event"]?["tag"]?.string ?? "", time: Timestamp(microseconds: 0),
            fields: [Record.Field("msg", .json(json["event"]?["data"] ?? .null))])
    }

    /// Nil for workers that wrote no rows.
    var template: PositionalTemplate? {
        guard let set = json["event_set"], let worker = SaltWorker(rawValue: json["worker"]?.string ?? ""),
            let text = set["template"]?.string, let table = set["mysql_tab"]?.string
        else { return nil }
        let fields = set["fields"]?.elements().compactMap(\.string) ?? []
        return PositionalTemplate(template: text, fields: fields, table: table, worker: worker)
    }
}
