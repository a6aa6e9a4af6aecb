// SPDX-License-Identifier: Apache-2.0

import JSONText

extension Surface {
    /// What means something in an envelope.
    static let jsonMarks =
        texts(
            "{", "}", "[", "]", ",", ":", "\"", "\\", "\\u0000", "\\ud800", "\\udc00", "\\u0041", "1e400", "-0", "1.0",
            "0.1",
            "1E+2", "NaN", "-Infinity", "null", "true", " ", "\n", "\r", "\t", "10000000000000000000000",
            "1361166918.5",
            "\"topic\":", "\"msg_id\":\"a\",", "\"msg\":", "\"timestamp\":", "\"headers\":{\"message-id\":\"x\"},",
            "\"i\":",
            "\"category\":\"c\",\"users\":[],\"packages\":[],", "\"as_said\":{\"i\":1.0},",
            "\"not_said\":[\"timestamp\"],",
            "\"verdict\":\"valid\",", "\"source_name\":\"datanommer\",", "\"crypto\":\"gpg\",", "ž", "🚀")
        + [[0], [0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xEF, 0xBB, 0xBF], [0x7F]]

    /// JSON text and its canonical form.
    static func json() throws -> Surface {
        Surface(name: "canonical JSON", share: 250, seeds: try Seeds.bodies(), marks: jsonMarks) { input, _ in
            guard let text = try? JSONText(validating: input) else { return false }
            let canonical = text.canonical()
            guard let again = try? JSONText(validating: canonical) else {
                // Python's own canonical form of infinity is no number that it would take for one, but JSON to it.
                throw Finding(description: "a canonical form that is no JSON")
            }
            try must(again.canonical() == canonical, "a canonical form of a canonical form")
            try must((try? JSONText(validating: text.pretty(indent: 2))) != nil, "a pretty form that is no JSON")
            return true
        }
    }
}
