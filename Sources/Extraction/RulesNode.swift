// SPDX-License-Identifier: Apache-2.0

internal import Yams

/// A part of the rules' YAML that knows where it stands, so that every error can say so.
struct RulesNode {
    private let node: Node
    private let place: String

    private init(_ node: Node, at place: String) {
        self.node = node
        self.place = place
    }

    /// The whole of a YAML text.
    init(yaml: String) throws(ExtractionError) {
        do {
            guard let root = try Yams.compose(yaml: yaml) else {
                throw ExtractionError(code: .missingKey, place: "the file", message: "is empty; wants rules")
            }
            self.init(root, at: "the file")
        } catch let error as ExtractionError {
            throw error
        } catch {
            throw ExtractionError(code: .notYAML, place: "the file", message: "\(error)")
        }
    }

    /// The same part under a better name.
    func renamed(_ place: String) -> RulesNode {
        RulesNode(node, at: place)
    }

    func error(_ code: ExtractionError.Code, _ message: String) -> ExtractionError {
        let line = node.mark.map { " (line \($0.line))" } ?? ""
        return ExtractionError(code: code, place: place + line, message: message)
    }

    /// What stands under a key, if anything does.
    subscript(key: String) -> RulesNode? {
        node.mapping?[Node(key)].map { RulesNode($0, at: "\(place), key \(key)") }
    }

    func required(_ key: String) throws(ExtractionError) -> RulesNode {
        guard let value = self[key] else { throw error(.missingKey, "wants the key \(key)") }
        return value
    }

    /// Refuses anything but a mapping with some of these keys.
    func allowOnly(_ keys: String...) throws(ExtractionError) {
        let known = keys.joined(separator: ", ")
        guard let mapping = node.mapping else { throw error(.wrongValue, "wants the keys \(known)") }
        for key in mapping.keys where !keys.contains(key.string ?? "") {
            let said = key.string.map { "\"\($0)\"" } ?? "that is no text"
            throw error(.unknownKey, "has a key \(said); known are \(known)")
        }
    }

    func list() throws(ExtractionError) -> [RulesNode] {
        guard let sequence = node.sequence else { throw error(.wrongValue, "wants a list") }
        return sequence.enumerated().map { RulesNode($1, at: "\(place), item \($0 + 1)") }
    }

    func text() throws(ExtractionError) -> String {
        guard let scalar = node.scalar, !scalar.string.isEmpty else { throw error(.wrongValue, "wants a text") }
        return scalar.string
    }

    /// The paths in a list under a key, none if there is no such key, each with these steps at its end.
    func paths(_ key: String, then last: [NameStep]) throws(ExtractionError) -> [NamePath] {
        var paths: [NamePath] = []
        for node in try self[key]?.list() ?? [] {
            let path = try node.parsed(ExpressionParser.path)
            paths.append(NamePath(selectors: path.selectors, steps: path.steps + last))
        }
        return paths
    }

    /// The steps written in a text.
    func steps() throws(ExtractionError) -> [NameStep] {
        try parsed(ExpressionParser.steps)
    }

    private func parsed<Value>(
        _ parse: (String) throws(ExpressionError) -> Value
    ) throws(ExtractionError) -> Value {
        let text = try text()
        do {
            return try parse(text)
        } catch {
            throw self.error(.wrongValue, "\"\(text)\": \(error.reason)")
        }
    }
}
