// SPDX-License-Identifier: Apache-2.0

internal import JSONText

/// Which table a record belongs to.
enum SaltTable: Hashable, Sendable {
    /// Always the same.
    case always(String)
    /// By the beginning of the minion's name, which is at this path.
    case byMinion(FieldPath)

    init(_ template: PositionalTemplate) {
        self = .always(template.table)
        if template.worker == .minionSub, template.table == "worker" {
            self = .byMinion(FieldPath(field: template.dictionary, steps: [.member("id")]))
        }
    }

    /// All tables there are.
    var names: [String] {
        switch self {
        case .always(let name): [name]
        case .byMinion: ["webpack", "xh"]
        }
    }

    /// The place of a record's table among `names`.
    func index(for record: Record) throws(TemplateRefusal) -> Int {
        guard case .byMinion(let path) = self else { return 0 }
        guard let id = record[path]?.json.string else { throw TemplateRefusal("\(path) is missing") }
        if ["wp", "vwp"].contains(where: id.hasPrefix) { return 0 }
        if id.hasPrefix("xh") { return 1 }
        throw TemplateRefusal("\(path) begins with none of wp, vwp, xh, so that the table is not known")
    }
}
