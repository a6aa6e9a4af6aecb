// SPDX-License-Identifier: Apache-2.0

import Flow
import JSONText
import SQL

extension Surface {
    /// A message's body on its way into rows and through conditions.
    static func row() throws -> Surface {
        let templates = try rowTemplates()
        let fun = Selection(conditions: [.function(try Pattern("test\\.|state"))])
        return Surface(
            name: "row", share: 60, seeds: try Seeds.bodies(), marks: jsonMarks + texts("\"fun\":", "\"a\":")
        ) {
            input, _ in
            guard let body = try? JSONText(validating: input) else { return false }
            let record = Record(
                position: 1, id: "1", name: "t", time: Timestamp(microseconds: 0),
                fields: [Record.Field("msg", .json(body))])
            _ = try fun.takes(record)
            for template in templates {
                // A refusal is an answer, too.
                guard let row = try? template.row(for: record) else { continue }
                try must(row.values.count == template.parameterCount, "a row with a value too many or too few")
            }
            let again = try? JSONText(validating: body.pythonDumped())
            try must(again?.canonical() == body.canonical(), "what Python writes says something else")
            return true
        }
    }

    /// A pattern of an operator's, which a set must not judge otherwise than by itself.
    static func pattern() -> Surface {
        let marks = texts(
            "a", "b", "ab", "(", ")", "(?:", "(?P<n>", "(?i)", "(?#", "[", "]", "[^", "{2}", "{,2}", "{0,1}", "*", "+",
            "?", "|", "\\",
            "\\Z", "\\Q", "\\E", "\\.", "\\x61", "^", "$", ".", "\u{e9}", "\\b", "(?!", "(?=", "(?x)", "#", " ",
            "(*UCP)")
        let names = [
            "", "a", "b", "ab", "aab", "abab", "ba", "a.b", "\u{e9}", "a\u{e9}b", "A", "AB", "a b", "aaaa", "a#b",
        ]
        let seeds = texts("ab*", "(a|b)+ab", "a\\.b", "[ab]c?", "(?:ab){2}a", "a{,2}b\\Z")
        return Surface(name: "pattern", share: 40, seeds: seeds, marks: marks) { input, _ in
            guard let pattern = try? Pattern(String(decoding: input, as: UTF8.self)) else { return false }
            let selection = Selection(name: pattern)
            var set = SelectionSet([selection], rememberedNames: 1)
            for name in names {
                let record = Record(position: 1, id: "1", name: name, time: Timestamp(microseconds: 0), fields: [])
                guard let taken = try? selection.takes(record) else { continue }
                try must(
                    set.takers(of: record).taken == (taken ? [0] : []), "a set and its selection differ on \(name)")
            }
            return true
        }
    }

    private static func rowTemplates() throws -> [SQLTemplate] {
        let named =
            "SELECT {msg.msg}, {msg.topic|json?}, '{msg.msg?}', {msg.a|base64json?}, {msg.a|integer?}, {msg.i|real?}"
        let formats = "SELECT {0}, '{1}', '{1!r:>20.5}', '{2:05d}', '{2:,}', '{1[a]}', '{2:.3%}'"
        let salt = PositionalTemplate(template: formats, fields: ["msg", "i"], table: "t", worker: .newJob)
        return [
            try SQLTemplate(named, for: .postgresql, hostname: "h"),
            try SQLTemplate(salt, for: .mariadb, hostname: "h"),
        ]
    }
}
