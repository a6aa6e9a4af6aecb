// SPDX-License-Identifier: Apache-2.0

/// What a statement may not use, so that it runs the same on one PostgreSQL, on tables partitioned by time, and where Citus has
/// spread them over machines.
struct PortableSQL {
    /// A thing to be avoided: how it is found, in the statement's words, and what the complaint says.
    private struct Rule: Sendable {
        let complaint: String
        let isBroken: @Sendable (Words) -> Bool

        init(_ complaint: String, _ isBroken: @escaping @Sendable (Words) -> Bool) {
            self.complaint = complaint
            self.isBroken = isBroken
        }
    }

    /// A statement in upper case with one space between its words; no comments, and nothing in its quoted texts.
    private struct Words {
        let text: String

        init(_ statement: String) {
            let bare = statement.replacing(#/--[^\n]*/#, with: " ").replacing(#/'(?:[^']|'')*'/#, with: "''")
            text = bare.uppercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
        }

        func holds(_ pattern: Regex<Substring>) -> Bool { text.contains(pattern) }
    }

    private static let rules: [Rule] = [
        Rule("a trigger") { $0.holds(#/\bCREATE (?:OR REPLACE )?(?:CONSTRAINT )?TRIGGER\b/#) },
        Rule("a unique position") {
            $0.holds(#/\bUNIQUE ?\( ?ID ?\)/#)
                || $0.holds(#/\bCREATE UNIQUE INDEX [^;]*\bON MESSAGES\b[^;(]*\( ?ID ?\)/#)
        },
        Rule("a key without the time") {
            $0.holds(#/\bCREATE TABLE MESSAGES \([^;]*\bID BIGINT[^,]*PRIMARY KEY/#)
                || $0.holds(#/\bCREATE TABLE MESSAGES \([^;]*\bPRIMARY KEY ?\( ?MSG_ID ?\)/#)
        },
        Rule("xmax") { $0.holds(#/\bXMAX\b/#) },
        Rule("ctid") { $0.holds(#/\bCTID\b/#) },
        Rule("MERGE") { $0.holds(#/\bMERGE INTO\b/#) },
        Rule("SKIP LOCKED") { $0.holds(#/\bSKIP LOCKED\b/#) },
        // The quarantine stays on one machine.
        Rule("a row lock without the key") {
            $0.holds(#/\bFOR (?:NO KEY )?UPDATE\b|\bFOR (?:KEY )?SHARE\b/#) && !$0.holds(#/\bMSG_ID = /#)
                && !$0.holds(#/\bFROM QUARANTINE\b/#)
        },
        Rule("LATERAL") { $0.holds(#/\bLATERAL\b/#) },
        Rule("GROUPING SETS") { $0.holds(#/\bGROUPING SETS\b|\b(?:ROLLUP|CUBE) ?\(/#) },
        Rule("a volatile function in DO UPDATE") {
            $0.holds(
                #/\bDO UPDATE SET\b[^;]*\b(?:RANDOM|CLOCK_TIMESTAMP|TIMEOFDAY|NEXTVAL|SETVAL|GEN_RANDOM_UUID) ?\(/#)
        },
        Rule("reltuples") { $0.holds(#/\bRELTUPLES\b/#) },
        Rule("a two-phase commit of one's own") {
            $0.holds(#/\bPREPARE TRANSACTION\b|\b(?:COMMIT|ROLLBACK) PREPARED\b/#)
        },
        Rule("a conflict's target on messages") {
            $0.holds(#/\bINSERT INTO MESSAGES(?:_USERS|_PACKAGES)?\b[^;]*\bON CONFLICT ?(?:\(|ON CONSTRAINT)/#)
        },
    ]

    /// What a statement uses that it may not.
    static func complaints(of statement: String) -> [String] {
        let words = Words(statement)
        return rules.filter { $0.isBroken(words) }.map(\.complaint)
    }

    /// The statements in a server's log that was told to log them all (`log_statement`), those of prepared ones too.
    static func statements(inLog log: String) -> [String] {
        var statements: [String] = []
        var isStatement = false
        for line in log.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("\t") {
                if isStatement { statements[statements.count - 1] += "\n" + line.dropFirst() }
            } else if let text = line.firstMatch(of: #/ LOG:  (?:statement|execute [^:]*|parse [^:]*): (.*)/#)?.1 {
                statements.append(String(text))
                isStatement = true
            } else {
                isStatement = false
            }
        }
        return statements
    }
}
