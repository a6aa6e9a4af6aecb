// SPDX-License-Identifier: Apache-2.0

/// Why a text is no path or step, for the operator who wrote it.
struct ExpressionError: Error, Hashable {
    let reason: String
}

/// Reads paths and steps as they are written in the rules: `msg.updates[].nvr | nvr`.
struct ExpressionParser {
    private var rest: Substring

    /// Reads a path with its steps, to its end.
    static func path(_ text: String) throws(ExpressionError) -> NamePath {
        var parser = ExpressionParser(rest: text[...])
        var selectors = try parser.selectors()
        var steps: [NameStep] = []
        while parser.accepts("|") {
            let name = try parser.stepName()
            if name == "keys" {
                guard steps.isEmpty else { throw ExpressionError(reason: "keys must be the first step") }
                selectors.append(.eachName)
            } else {
                steps.append(try parser.step(named: name))
            }
        }
        try parser.mustBeAtEnd()
        return NamePath(selectors: selectors, steps: steps)
    }

    /// Reads steps without a path before them, to the end.
    static func steps(_ text: String) throws(ExpressionError) -> [NameStep] {
        var parser = ExpressionParser(rest: text[...])
        var steps: [NameStep] = []
        repeat {
            let name = try parser.stepName()
            steps.append(try parser.step(named: name))
        } while parser.accepts("|")
        try parser.mustBeAtEnd()
        return steps
    }

    private mutating func selectors() throws(ExpressionError) -> [NamePath.Selector] {
        var selectors: [NamePath.Selector] = []
        repeat {
            if accepts("*") {
                selectors.append(.eachMember)
            } else {
                selectors.append(.member(try memberName()))
            }
            while accepts("[") {
                guard accepts("]") else { throw expected("\"]\" right behind \"[\"") }
                selectors.append(.eachElement)
            }
        } while accepts(".")
        return selectors
    }

    private mutating func memberName() throws(ExpressionError) -> String {
        if let quoted = try quotedText() { return quoted }
        let name = word()
        guard !name.isEmpty else { throw expected("a member name") }
        return name
    }

    private mutating func stepName() throws(ExpressionError) -> String {
        let name = word()
        guard !name.isEmpty else { throw expected("a step") }
        return name
    }

    private mutating func step(named name: String) throws(ExpressionError) -> NameStep {
        let arguments = try arguments()
        switch (name, arguments.count) {
        case ("nvr", 0): return .nvr
        case ("mentions", 0): return .mentions
        case ("lower", 0): return .lower
        case ("email", 1): return .email(domain: arguments[0].lowercased())
        case ("openid", 1): return .openid(domain: arguments[0])
        case ("without", 1...): return .without(arguments)
        case ("split", 1):
            guard arguments[0].count == 1, let separator = arguments[0].first else {
                throw ExpressionError(reason: "split takes one character")
            }
            return .split(separator: separator)
        default: throw Self.refusal(ofStep: name)
        }
    }

    /// What to say of a step that is not known, or not with what stands in its brackets.
    private static func refusal(ofStep name: String) -> ExpressionError {
        switch name {
        case "nvr", "mentions", "lower": ExpressionError(reason: "\(name) takes nothing in brackets")
        case "email", "openid", "split": ExpressionError(reason: "\(name) takes one text in brackets")
        case "without": ExpressionError(reason: "\(name) takes texts in brackets")
        default: ExpressionError(reason: "there is no step \"\(name)\" here")
        }
    }

    private mutating func arguments() throws(ExpressionError) -> [String] {
        guard accepts("(") else { return [] }
        var arguments: [String] = []
        repeat {
            guard let argument = try quotedText() else { throw expected("a text in quotes") }
            arguments.append(argument)
        } while accepts(",")
        guard accepts(")") else { throw expected("\")\"") }
        return arguments
    }

    /// A text in double quotes, which cannot hold one itself; nil if there is none here.
    private mutating func quotedText() throws(ExpressionError) -> String? {
        guard accepts("\"") else { return nil }
        guard let end = rest.firstIndex(of: "\"") else { throw ExpressionError(reason: "a quote is not closed") }
        defer { rest = rest[rest.index(after: end)...] }
        return String(rest[..<end])
    }

    private mutating func word() -> String {
        skipSpaces()
        let word = rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "-" }
        rest = rest[word.endIndex...]
        return String(word)
    }

    private mutating func accepts(_ character: Character) -> Bool {
        skipSpaces()
        guard rest.first == character else { return false }
        rest.removeFirst()
        return true
    }

    private mutating func mustBeAtEnd() throws(ExpressionError) {
        skipSpaces()
        guard rest.isEmpty else { throw expected("\".\", \"[]\", \"|\" or the end") }
    }

    private mutating func skipSpaces() {
        rest = rest.drop { $0 == " " }
    }

    private func expected(_ what: String) -> ExpressionError {
        ExpressionError(reason: "expected \(what) " + (rest.isEmpty ? "at the end" : "before \"\(rest)\""))
    }
}
