// SPDX-License-Identifier: Apache-2.0

import Yams

/// One YAML document as a tree that is no larger than its text.
struct SettingsDocument {
    /// The outermost node; `nil` for an empty text.
    let root: Node?

    /// - Throws: `SettingsError.Code.notYAML` or `.duplicateKey`.
    init(yaml text: String, file: String) throws(SettingsError) {
        // libyaml, told that the text is UTF-8, would read an editor's byte order mark as part of the first key.
        let yaml = text.unicodeScalars.first == "\u{FEFF}" ? String(text.unicodeScalars.dropFirst()) : text
        if let line = Self.lineOfAnchor(in: yaml) {
            throw SettingsError(
                code: .notYAML, key: nil, file: file, line: line,
                message: "a YAML anchor (&name) is not read here; write the value out")
        }
        do {
            // The basic resolver guesses no types: each setting knows its own.
            root = try Yams.compose(yaml: yaml, .basic, .default, .utf8)
        } catch let error as YamlError {
            throw SettingsError(error, yaml: yaml, file: file)
        } catch {
            throw SettingsError(code: .notYAML, key: nil, file: file, line: nil, message: "is not YAML: \(error)")
        }
    }

    /// The first line with something that may be an anchor, counted from 1.
    ///
    /// Aliases of aliases make a tree that takes exponential time to compare, and no setting needs one, so anchors
    /// are refused before anything is composed. The rule is wider than YAML's: it does not know quotes. A line that
    /// is only a comment is passed over, unless a quote in it could end a text begun above.
    private static func lineOfAnchor(in yaml: String) -> Int? {
        let lines = yaml.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        return lines.firstIndex { line in
            let isComment = line.first { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\t") } == UInt8(ascii: "#")
            let hasQuote = line.contains { $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "'") }
            return (!isComment || hasQuote) && hasAnchor(line)
        }.map { $0 + 1 }
    }

    /// Whether an `&` stands where a value may begin and a name follows it.
    private static func hasAnchor(_ line: Substring.UTF8View) -> Bool {
        var previous = UInt8(ascii: " ")
        var beforeThat = previous
        for byte in line {
            if previous == UInt8(ascii: "&"), isNameByte(byte), mayPrecedeNode(beforeThat) { return true }
            (beforeThat, previous) = (previous, byte)
        }
        return false
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"), 0x80...:
            true
        default: false
        }
    }

    /// Bytes after which a node may begin: white space, YAML's indicators, a closing quote, and anything outside ASCII
    /// (a byte order mark, a line separator). After others an `&` is inside a word, such as the parameters of a URL.
    private static func mayPrecedeNode(_ byte: UInt8) -> Bool {
        byte <= UInt8(ascii: " ") || byte >= 0x80 || "[]{},:?-\"'".utf8.contains(byte)
    }
}

extension SettingsError {
    /// What the parser found, with its line.
    fileprivate init(_ error: YamlError, yaml: String, file: String) {
        var (code, key, line, message) = (Code.notYAML, String?.none, Int?.none, "is not YAML")
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            (line, message) = (mark.line, "is not YAML: \(problem)")
        case .reader(let problem, let offset, _, _):
            line = offset.map { yaml.prefix($0).count(where: \.isNewline) + 1 }
            message = "is not YAML: \(problem)"
        case .duplicatedKeysInMapping(let duplicates, let context):
            (code, key, line) = (.duplicateKey, duplicates.first.map { Secrets.hide(in: $0) }, context.mark.line)
            message = "stands twice in one section; keep one"
        default: break
        }
        self.init(code: code, key: key, file: file, line: line, message: message)
    }
}
