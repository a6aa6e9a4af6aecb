// SPDX-License-Identifier: Apache-2.0

import Yams

/// A mapping in salt-eventsd's file, which is read more kindly than our own: what is not known is told, not refused.
struct EventsdSection {
    private let mapping: Node.Mapping
    private let path: String
    private let file: String

    /// - Throws: `SettingsError` when it is no mapping.
    init(_ node: Node, path: String, file: String) throws(SettingsError) {
        guard case .mapping(let mapping) = node else {
            throw SettingsError(
                code: .wrongValue, key: path.isEmpty ? nil : path, file: file, line: node.mark?.line,
                message: "wants keys with values below it, found \(node.found)")
        }
        self.mapping = mapping
        self.path = path
        self.file = file
    }

    /// Its keys, in the file's order.
    var keys: [String] { mapping.keys.compactMap { $0.scalar?.string } }

    /// A text that must be there.
    func requiredText(_ key: String) throws(SettingsError) -> String {
        guard let text = try text(key) else { throw wrong(key, "is missing", at: nil) }
        return text
    }

    /// A scalar; nil where there is none, or null.
    func text(_ key: String) throws(SettingsError) -> String? {
        guard let node = value(key) else { return nil }
        guard case .scalar(let scalar) = node else { throw wrong(key, "wants a text, found \(node.found)", at: node) }
        return scalar.string
    }

    /// A whole number; nil where there is none.
    func wholeNumber(_ key: String) throws(SettingsError) -> Int? {
        guard let text = try text(key) else { return nil }
        guard let number = Int(text) else { throw wrong(key, "wants a whole number", at: value(key)) }
        return number
    }

    /// A list of texts, or one text; empty where there is none.
    func texts(_ key: String) throws(SettingsError) -> [String] {
        guard let node = value(key) else { return [] }
        guard case .sequence(let items) = node else { return try text(key).map { [$0] } ?? [] }
        var texts: [String] = []
        for item in items {
            guard case .scalar(let scalar) = item else { throw wrong(key, "wants a list of texts", at: item) }
            texts.append(scalar.string)
        }
        return texts
    }

    /// The sections below a key, in the file's order; none where it is not there.
    func sections(_ key: String) throws(SettingsError) -> [(name: String, section: EventsdSection)] {
        guard let outer = try section(key) else { return [] }
        var sections: [(name: String, section: EventsdSection)] = []
        for name in outer.keys {
            guard let inner = outer.value(name) else { continue }
            sections.append((name, try EventsdSection(inner, path: outer.dotted(name), file: file)))
        }
        return sections
    }

    /// The section below a key; nil where there is none.
    func section(_ key: String) throws(SettingsError) -> EventsdSection? {
        guard let node = value(key) else { return nil }
        return try EventsdSection(node, path: dotted(key), file: file)
    }

    /// Whether a single value stands there.
    func hasScalar(_ key: String) -> Bool {
        guard case .scalar? = value(key) else { return false }
        return true
    }

    private func value(_ key: String) -> Node? {
        mapping[key].flatMap { $0.isNull ? nil : $0 }
    }

    private func dotted(_ key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }

    private func wrong(_ key: String, _ message: String, at node: Node?) -> SettingsError {
        SettingsError(code: .wrongValue, key: dotted(key), file: file, line: node?.mark?.line, message: message)
    }
}
