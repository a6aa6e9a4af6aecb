// SPDX-License-Identifier: Apache-2.0

import Extraction
import Settings

extension Surface {
    /// The files that an operator writes.
    static func configuration() throws -> Surface {
        let marks =
            texts(
                ":", "- ", "[", "]", "{", "}", "\n", "  ", "#", "&a", "*a", "!!binary", "---\n", "null", "~", "true",
                "1GiB", "-1",
                "99999999999999999999", "5s", "|", ">", "'", "\"", "\\", "? ", "<<: ", "\t", "%YAML 1.2\n", "spool:",
                "bus:") + [[0], [0xFF]]
        let settings = try Seeds.file("etc/datanommer.yaml").split(separator: UInt8(ascii: "\n"))
            .filter { $0.drop { $0 == 0x20 }.first != UInt8(ascii: "#") }.joined(separator: [0x0A])
        let rules = try Seeds.file("etc/extraction.yaml").prefix(3_000)
        return Surface(
            name: "configuration", share: 20, seeds: [Array(settings), Array(rules)], marks: marks
        ) { input, _ in
            let text = String(decoding: input, as: UTF8.self)
            let isRules = (try? ExtractionRules(yaml: text)) != nil
            return (try? Settings(yaml: text, file: "fuzz")) != nil || isRules
        }
    }
}
