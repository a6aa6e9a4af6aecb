// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Backends
@testable import Flow

@Suite struct `A template of text` {
    private let record = Record.made(
        7, name: "salt/beacon/m.1/load/",
        msg: #"{"id": "m.1 ü", "1m": 0.50, "list": [1,  {"a": null}], "yes": true, "nil": null, "}": {"|": "x"}}"#)

    @Test(arguments: [
        ("", ""),
        ("plain {{text}}", "plain {text}"),
        ("salt.{msg.id|name}.load", "salt.m_1___.load"),
        ("{msg.id}", "m.1 ü"),
        ("{msg.id|json}", #""m.1 ü""#),
        ("{data.1m}/{msg.yes}/{position}", "0.50/true/7"),
        ("{msg.list}", #"[1,  {"a": null}]"#),
        ("{msg.list[1]|json}", #"{"a": null}"#),
        ("{msg.nil|json}", "null"),
        ("{timestamp}", "1767225607"),
        ("{timestamp|date}", "2026.01.01"),
        (#"{msg."}"."|"}"#, "x"),
        ("{tag}", "salt/beacon/m.1/load/"),
    ])
    func `is filled with values as they are`(template: String, text: String) throws {
        #expect(String(decoding: try TextTemplate(template).filled(from: record), as: UTF8.self) == text)
    }

    @Test func `holds the whole record, on one line`() throws {
        let record = Record.made(1, msg: "{\n\"n\":\r\n 1}")
        let text = String(decoding: try TextTemplate("{record}").filled(from: record), as: UTF8.self)
        #expect(
            text
                == #"{"position": 1, "msg_id": "2026-1", "topic": "salt/job/1/ret/m1", "timestamp": 1767225601, "i": 1, "#
                + #""username": null, "msg": { "n":   1}}"#)
    }

    @Test(arguments: ["{msg.none}", "{none}", "{msg.nil}", "{msg.1m|date}", "{username}", "{msg.nil|name}"])
    func `tells the path at which there is nothing`(template: String) throws {
        let path = template.dropFirst().dropLast().split(separator: "|")[0]
        #expect(throws: MissingValue(path: String(path))) { try TextTemplate(template).filled(from: record) }
    }

    @Test(arguments: ["{", "}", "{msg", "a}b", "{}", "{msg|}", "{msg|upper}", "{msg..a}", "{msg[x]}", #"{msg."a}"#])
    func `that cannot be read is an error that quotes it`(template: String) {
        let error = #expect(throws: TextTemplateError.self) { try TextTemplate(template) }
        #expect(error?.text == template && error?.reason.isEmpty == false)
    }
}
