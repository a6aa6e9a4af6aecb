// SPDX-License-Identifier: Apache-2.0

import Yams

/// One mapping of the configuration, read key by key.
///
/// Each reader answers `nil` for a key that is absent or null, and remembers that the key was asked for, so that
/// `refuseOthers()` at the end finds the keys that no setting has.
struct SettingsSection {
    private let file: String
    private let path: String
    private let entries: [String: Node]
    private var asked: [String] = []
    /// The line where it begins; nil where it does not stand in the file.
    private let start: Int?
    /// Where it stands in the file; empty where it does not.
    var line: SourceLine { SourceLine(description: start.map { "\(file):\($0)" } ?? "") }

    /// The outermost mapping of a document; empty for an empty document.
    ///
    /// - Throws: `SettingsError` if the text is not one YAML document, uses anchors, or is no mapping.
    init(yaml: String, file: String) throws(SettingsError) {
        let root = try SettingsDocument(yaml: yaml, file: file).root
        try self.init(root, path: "", file: file)
    }

    private init(_ node: Node?, path: String, file: String) throws(SettingsError) {
        self.file = file
        self.path = path
        start = node?.mark?.line
        guard let node, !node.isNull else {
            entries = [:]
            return
        }
        guard case .mapping(let mapping) = node else {
            let key = path.isEmpty ? nil : path
            throw SettingsError(
                code: .wrongValue, key: key, file: file, line: node.mark?.line,
                message: "wants keys with values below it, found \(node.found)")
        }
        var entries: [String: Node] = [:]
        for (key, value) in mapping {
            guard case .scalar(let name) = key, entries.updateValue(value, forKey: name.string) == nil else {
                throw SettingsError(
                    code: .unknownKey, key: path.isEmpty ? nil : path, file: file, line: key.mark?.line,
                    message: "wants plain names as keys, found \(key.found)")
            }
        }
        self.entries = entries
    }

    /// The full name of a key of this section; of the empty key, the section's own.
    func dotted(_ key: String) -> String { path.isEmpty || key.isEmpty ? path + key : "\(path).\(key)" }

    /// Whether a key is there and not null.
    func has(_ key: String) -> Bool { entries[key].map { !$0.isNull } ?? false }

    /// These keys may stand here, though their values are read elsewhere, or not at all.
    mutating func ask(_ keys: [String]) { asked += keys.filter { !asked.contains($0) } }

    /// The error that a value is not what the key wants; a secret value is not quoted. A key that is missing is told with the
    /// line where its section begins.
    func wrong(_ key: String, wants: String, at node: Node? = nil, secret: Bool = false) -> SettingsError {
        let node = node ?? entries[key]
        let found = node.map { secret ? "" : ", found \($0.found)" } ?? ""
        return SettingsError(
            code: .wrongValue, key: dotted(key), file: file, line: node?.mark?.line ?? start,
            message: "wants \(wants)\(found)")
    }

    /// Reads the section below a key with its own reader, then refuses what that did not ask for.
    mutating func section(
        _ key: String, _ body: (inout SettingsSection) throws(SettingsError) -> Void
    ) throws(SettingsError) {
        asked.append(key)
        var inner = try SettingsSection(entries[key], path: dotted(key), file: file)
        try body(&inner)
        try inner.refuseOthers()
    }

    /// Reads a list of sections, each with its own reader, named by their place from 1: `bus.replay.1`.
    mutating func sections<Read>(
        _ key: String, _ body: (inout SettingsSection) throws(SettingsError) -> Read
    ) throws(SettingsError) -> [Read]? {
        guard let node = value(key) else { return nil }
        guard case .sequence(let items) = node else { throw wrong(key, wants: "a list of keys with values", at: node) }
        var read: [Read] = []
        for item in items {
            guard case .mapping = item else { throw wrong(key, wants: "a list of keys with values", at: item) }
            var inner = try SettingsSection(item, path: "\(dotted(key)).\(read.count + 1)", file: file)
            read.append(try body(&inner))
            try inner.refuseOthers()
        }
        return read
    }

    /// Reads the sections below a key, each under a name of its own, sorted by their names.
    mutating func named<Read>(
        _ key: String, _ body: (inout SettingsSection, String) throws(SettingsError) -> Read
    ) throws(SettingsError) -> [Read] {
        asked.append(key)
        let map = try SettingsSection(entries[key], path: dotted(key), file: file)
        var read: [Read] = []
        for (name, node) in map.entries.sorted(by: { $0.key < $1.key }) {
            var inner = try SettingsSection(node, path: map.dotted(name), file: file)
            read.append(try body(&inner, name))
            try inner.refuseOthers()
        }
        return read
    }

    /// A text that has to be there, and starts with one of the prefixes.
    mutating func requiredText(_ key: String, startingWith prefixes: [String]) throws(SettingsError) -> String {
        guard let text = try text(key), prefixes.contains(where: text.hasPrefix) else {
            throw wrong(key, wants: "a text that starts with \(prefixes.joined(separator: " or "))")
        }
        return text
    }

    /// Any scalar as text; NUL is refused, because a path or an address would end there.
    mutating func text(_ key: String, secret: Bool = false) throws(SettingsError) -> String? {
        guard let node = value(key) else { return nil }
        guard case .scalar(let scalar) = node, !scalar.string.utf8.contains(0), !scalar.string.isEmpty else {
            throw wrong(key, wants: "a text, not empty and without NUL", at: node, secret: secret)
        }
        return scalar.string
    }

    /// A list of texts; each starts with one of the prefixes, if there are any.
    mutating func texts(_ key: String, startingWith prefixes: [String] = []) throws(SettingsError) -> [String]? {
        guard let node = value(key) else { return nil }
        let start = prefixes.joined(separator: " or ")
        let each = prefixes.isEmpty ? "texts without NUL" : "texts without NUL that start with \(start)"
        guard case .sequence(let items) = node else {
            throw wrong(key, wants: "a list of \(each), such as [\"\(prefixes.first ?? "org.")…\"]", at: node)
        }
        var texts: [String] = []
        for item in items {
            guard case .scalar(let scalar) = item, !item.isNull, !scalar.string.utf8.contains(0),
                prefixes.isEmpty || prefixes.contains(where: scalar.string.hasPrefix)
            else { throw wrong(key, wants: "a list of \(each)", at: item) }
            texts.append(scalar.string)
        }
        return texts
    }

    /// `true` or `false`, not quoted.
    mutating func boolean(_ key: String) throws(SettingsError) -> Bool? {
        guard let node = value(key) else { return nil }
        guard let flag = node.plain.flatMap(Bool.init) else { throw wrong(key, wants: "true or false", at: node) }
        return flag
    }

    /// A whole number in decimal digits, not quoted.
    mutating func wholeNumber(_ key: String, in limits: ClosedRange<Int>) throws(SettingsError) -> Int? {
        guard let node = value(key) else { return nil }
        guard let number = node.plain.flatMap({ Int($0) }), limits.contains(number) else {
            throw wrong(key, wants: "a whole number from \(limits.lowerBound) to \(limits.upperBound)", at: node)
        }
        return number
    }

    /// A duration with its unit.
    mutating func duration(
        _ key: String, in limits: ClosedRange<Duration>, wholeSeconds: Bool = false
    ) throws(SettingsError) -> Duration? {
        guard let node = value(key) else { return nil }
        guard let duration = node.scalar.flatMap({ Duration(settingText: $0.string) }), limits.contains(duration),
            !wholeSeconds || duration.components.attoseconds == 0
        else {
            let range = "from \(limits.lowerBound.settingText) to \(limits.upperBound.settingText)"
            let units = wholeSeconds ? "whole seconds such as 5s" : "with its unit, such as 50ms, 5s or 2m"
            throw wrong(key, wants: "a duration \(range), \(units)", at: node)
        }
        return duration
    }

    /// A size in bytes.
    mutating func size(_ key: String, in limits: ClosedRange<Int>) throws(SettingsError) -> Int? {
        guard let node = value(key) else { return nil }
        guard let bytes = node.scalar.flatMap({ ByteCount(settingText: $0.string)?.bytes }), limits.contains(bytes)
        else {
            let range = "from \(ByteCount(limits.lowerBound)) to \(ByteCount(limits.upperBound))"
            throw wrong(key, wants: "a size \(range), whole bytes or such as 16MiB", at: node)
        }
        return bytes
    }

    /// One of the words of an enumeration.
    mutating func choice<Word>(_ key: String) throws(SettingsError) -> Word?
    where Word: RawRepresentable<String> & CaseIterable {
        guard let node = value(key) else { return nil }
        guard let word = node.scalar.flatMap({ Word(rawValue: $0.string) }) else {
            let words = Word.allCases.map(\.rawValue).joined(separator: ", ")
            throw wrong(key, wants: "one of \(words)", at: node)
        }
        return word
    }

    /// A list of words of an enumeration, at least one.
    mutating func choices<Word>(_ key: String) throws(SettingsError) -> [Word]?
    where Word: RawRepresentable<String> & CaseIterable {
        guard let node = value(key) else { return nil }
        let words = Word.allCases.map(\.rawValue).joined(separator: ", ")
        guard case .sequence(let items) = node, !items.isEmpty else {
            throw wrong(key, wants: "a list of at least one of \(words)", at: node)
        }
        var chosen: [Word] = []
        for item in items {
            guard let word = item.scalar.flatMap({ Word(rawValue: $0.string) }) else {
                throw wrong(key, wants: "a list of at least one of \(words)", at: item)
            }
            chosen.append(word)
        }
        return chosen
    }

    /// - Throws: `SettingsError.Code.unknownKey` for the first key, by its line, that nobody asked for.
    func refuseOthers() throws(SettingsError) {
        let others = entries.filter { !asked.contains($0.key) }
        guard let (key, node) = others.min(by: { ($0.value.line, $0.key) < ($1.value.line, $1.key) }) else { return }
        throw SettingsError(
            code: .unknownKey, key: Secrets.hide(in: dotted(key)), file: file, line: node.mark?.line,
            message: "is no setting; here stand \(asked.joined(separator: ", "))")
    }

    /// The value of a key that is there and not null.
    private mutating func value(_ key: String) -> Node? {
        asked.append(key)
        return entries[key].flatMap { $0.isNull ? nil : $0 }
    }
}
