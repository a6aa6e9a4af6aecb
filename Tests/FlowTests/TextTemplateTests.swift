// SPDX-License-Identifier: Apache-2.0

import JSONText
import SQL
import Testing

@testable import Flow

@Suite struct `A template of text` {
    private func record(_ msg: String, name: String = "salt/beacon/m.1/load/") throws -> Record {
        let time = Timestamp(microseconds: 1_767_225_607_500_000)
        return Record(
            position: 7, id: "2026-7", name: name, time: time,
            fields: [
                Field("position", .integer(7)), Field("topic", .text(name)), Field("timestamp", .timestamp(time)),
                Field("username", .null), Field("msg", .json(try JSONText(validating: msg))),
            ])
    }

    private typealias Field = Record.Field

    private func filled(_ template: String, _ record: Record) throws -> String {
        String(decoding: try TextTemplate(template, hostname: "master").filled(from: record), as: UTF8.self)
    }

    private var beacon: Record {
        get throws {
            try record(
                #"{"id": "m.1 ü", "1m": 0.50, "list": [1,  {"a": null}], "yes": true, "nil": null, "}": {"|": "x"}}"#)
        }
    }

    @Test(arguments: [
        ("", ""),
        ("plain {{text}}", "plain {text}"),
        ("salt.{msg.id|name}.load", "salt.m_1___.load"),
        ("{msg.id}", "m.1 ü"),
        ("{msg.id|json}", #""m.1 ü""#),
        ("{data.1m}/{msg.yes}/{position}", "0.50/true/7"),
        ("{msg.list}", #"[1,  {"a": null}]"#),
        ("{msg.list[1]|json}", #"{"a": null}"#),
        ("{msg.nil|json}{msg.nil?}{msg.none?}", "null"),
        ("{timestamp} {timestamp|epoch}", "2026-01-01T00:00:07.500000Z 1767225607.500000"),
        ("salt-{timestamp|date}", "salt-2026.01.01"),
        (#"{msg."}"."|"}"#, "x"),
        ("{hostname}: {tag}", "master: salt/beacon/m.1/load/"),
    ])
    func `is filled with values as they are`(template: String, text: String) throws {
        #expect(try filled(template, beacon) == text)
    }

    @Test func `holds the whole record, on one line`() throws {
        let text = try filled("<{record}>", record("{\n\"n\":\r\n 1}", name: "a"))
        #expect(
            text == #"<{"position":7,"topic":"a","timestamp":"2026-01-01T00:00:07.500000Z","username":null,"#
                + #""msg":{ "n":   1}}>"#)
    }

    @Test(arguments: [
        ("{msg.none}", "msg.none is missing"), ("{none}", "none is missing"), ("{msg.nil}", "msg.nil is null"),
        ("{msg.1m|date}", "msg.1m is no moment"), ("{username}", "username is null"),
        ("{msg.nil|name}", "msg.nil is null"),
    ])
    func `refuses a record by the path at which there is nothing`(template: String, reason: String) throws {
        #expect(throws: TemplateRefusal(reason)) { try filled(template, beacon) }
    }

    @Test(arguments: [
        ("{", 0), ("}", 0), ("{msg", 0), ("a}b", 1), ("{}", 0), ("ab{msg|}", 2), ("{msg|upper}", 0), ("{{{msg..a}", 2),
        ("{msg[x]}", 0), (#"{msg."a}"#, 0),
    ])
    func `that cannot be read is an error with the place`(template: String, offset: Int) {
        let error = #expect(throws: TemplateError.self) { try TextTemplate(template, hostname: "") }
        #expect(error?.offset == offset && error?.reason.isEmpty == false)
    }
}
