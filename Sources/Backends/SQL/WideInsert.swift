// SPDX-License-Identifier: Apache-2.0

/// An INSERT of one row as one of many, so that PostgreSQL runs a statement for many rows; pure.
///
/// Values stay bound: `VALUES ($1, $2)` becomes `VALUES ($1, $2), ($3, $4), …`. Only what means the same for many rows is
/// widened: a row of nothing but its parameters, which may be cast, and behind it nothing, or that rows which are there
/// are stepped over. A subquery, say, would not see the rows of its own statement.
struct WideInsert: Hashable, Sendable {
    /// The statement.
    let text: String
    /// How many rows it takes, at least 2.
    let rows: Int

    /// So many rows cost each hardly more than its own; a statement of more parameters takes longer to be prepared than it saves.
    private static let mostRows = 64
    private static let mostParameters = 1_024

    /// Widens a statement; nil: it goes row by row.
    ///
    /// - Parameters:
    ///   - statement: Of PostgreSQL's spelling, without a semicolon.
    ///   - parameters: How many it has, each once and in order.
    init?(_ statement: String, parameters: Int) {
        guard parameters > 0, let parts = statement.wholeMatch(of: Self.insert) else { return nil }
        let values = parts.values.split(separator: ",", omittingEmptySubsequences: false)
        guard values.count == parameters else { return nil }
        var casts: [Substring] = []
        for (place, value) in values.enumerated() {
            guard let found = value.wholeMatch(of: /\s*\$(\d+)((?:\s*::\s*[a-zA-Z_][a-zA-Z0-9_ ]*)?)\s*/),
                Int(found.1) == place + 1
            else { return nil }
            casts.append(found.2)
        }
        rows = min(Self.mostRows, Self.mostParameters / parameters)
        guard rows > 1 else { return nil }
        let all = (0..<rows).map { row in
            let places = casts.enumerated().map { "$\(row * parameters + $0.offset + 1)\($0.element)" }
            return "(\(places.joined(separator: ", ")))"
        }
        text = parts.head + all.joined(separator: ", ") + parts.tail
    }

    /// No name with a space, parenthesis or quote in it, no string, and no more parentheses than these.
    private static var insert: Regex<(Substring, head: Substring, values: Substring, tail: Substring)> {
        /(?i)(?<head>\s*INSERT\s+INTO\s+[^\s()'\-\/]+\s*(?:\([^()'\-\/]*\)\s*)?VALUES\s*)\((?<values>[^()]*)\)(?<tail>\s*(?:ON\s+CONFLICT\s*(?:\([^()'\-\/]*\)\s*)?DO\s+NOTHING\s*)?)/
    }
}
