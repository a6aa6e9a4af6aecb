// SPDX-License-Identifier: Apache-2.0

/// What a rule makes of a text on its way to be a name: none, one or several texts.
enum NameStep: Hashable, Sendable {
    /// The parts between separators, without the white space around them.
    case split(separator: Character)
    /// The name in name-version-release; a text without two hyphens is dropped.
    case nvr
    /// The names behind `@` in a text, those in e-mail addresses apart.
    case mentions
    /// In lower case.
    case lower
    /// The user of an address at this domain; other addresses are dropped, other texts kept.
    case email(domain: String)
    /// The user of an OpenID of this provider; other addresses with a scheme are dropped, other texts kept.
    case openid(domain: String)
    /// Drops these texts; a last `*` stands for any end.
    case without([String])

    func applied(to text: String) -> [String] {
        switch self {
        case .split(let separator): text.split(separator: separator).map(Self.trimmed)
        case .nvr: Self.nameOfBuild(text).map { [$0] } ?? []
        case .mentions: Self.mentions(in: text)
        case .lower: [text.lowercased()]
        case .email(let domain): Self.userOfAddress(text, at: domain).map { [$0] } ?? []
        case .openid(let domain): Self.userOfOpenID(text, of: domain).map { [$0] } ?? []
        case .without(let patterns): patterns.contains { Self.fits(text, $0) } ? [] : [text]
        }
    }

    private static func trimmed(_ text: Substring) -> String {
        let start = text.drop(while: \.isWhitespace)
        let spacesBehind = start.reversed().prefix(while: \.isWhitespace).count
        return String(start.dropLast(spacesBehind))
    }

    /// Neither a version nor a release may hold a hyphen, so the last two are the borders.
    private static func nameOfBuild(_ text: String) -> String? {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count >= 3, parts.suffix(2).allSatisfy({ !$0.isEmpty }) else { return nil }
        return parts.dropLast(2).joined(separator: "-")
    }

    private static func mentions(in text: String) -> [String] {
        func isPartOfName(_ character: Character) -> Bool {
            character.isLetter || character.isNumber || character == "_" || character == "-"
        }
        return text.indices.compactMap { index in
            guard text[index] == "@" else { return nil }
            if index > text.startIndex, isPartOfName(text[text.index(before: index)]) { return nil }
            return String(text[text.index(after: index)...].prefix(while: isPartOfName))
        }
    }

    private static func userOfAddress(_ text: String, at domain: String) -> String? {
        guard let at = text.lastIndex(of: "@") else { return text }
        let isHere = text[text.index(after: at)...].lowercased() == domain
        return isHere ? String(text[..<at]) : nil
    }

    private static func userOfOpenID(_ text: String, of domain: String) -> String? {
        // Most are plain names.
        guard text.utf8.contains(UInt8(ascii: "/")) || text.utf8.suffix(domain.utf8.count).elementsEqual(domain.utf8)
        else { return text }
        let parts = text.split(separator: "/", omittingEmptySubsequences: true)
        let hasScheme = parts.first == "http:" || parts.first == "https:"
        let host = parts.dropFirst(hasScheme ? 1 : 0)
        guard host.count == 1, let whole = host.first, whole.hasSuffix("." + domain) else {
            return hasScheme ? nil : text
        }
        return String(whole.dropLast(domain.count + 1))
    }

    private static func fits(_ text: String, _ pattern: String) -> Bool {
        pattern.hasSuffix("*") ? text.hasPrefix(pattern.dropLast()) : text == pattern
    }
}
