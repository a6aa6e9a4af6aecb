// SPDX-License-Identifier: Apache-2.0

import JSONText
import SQL
import Testing

@testable import Flow

@Suite struct `A selection` {
    private func event(_ tag: String, _ data: String) throws -> Record {
        Record(
            position: 1, id: "1", name: tag, time: Timestamp(microseconds: 0),
            fields: [Record.Field("msg", .json(try JSONText(validating: data)))])
    }

    private func takes(_ condition: Condition, _ data: String) throws -> Bool {
        try Selection(conditions: [condition]).takes(event("t", data))
    }

    @Test func `takes everything unless told otherwise`() throws {
        #expect(try Selection.everything.takes(event("", "{}")))
    }

    @Test(arguments: [
        (#"{"fun":"wputil.check_raid"}"#, true), (#"{"fun":"test.ping"}"#, false),
        (#"{"fun":["test.ping","wputil.check"]}"#, true), (#"{"fun":["test.ping"]}"#, false), (#"{"fun":[]}"#, false),
        (#"{"data":{"fun":"wputil.check"}}"#, true), (#"{"fun":"x","data":{"fun":"wputil.check"}}"#, false),
        (#"{}"#, false), (#"[]"#, false), (#"{"fun":null}"#, false), (#"{"fun":{"wputil.check":1}}"#, false),
    ])
    func `finds a function where Salt has it, one, several or none`(data: String, taken: Bool) throws {
        #expect(try takes(.function(Pattern("wputil\\.check")), data) == taken)
    }

    @Test(arguments: [
        ("1", Scalar.integer(1), true), ("1.0", .integer(1), true), ("1e0", .integer(1), true),
        ("\"1\"", .integer(1), false),
        ("1.5", .number(1.5), true), ("9223372036854775807", .integer(.max), true), ("true", .boolean(true), true),
        ("true", .integer(1), false), ("null", .null, true), ("\"\\u00e9\"", .text("\u{e9}"), true),
        ("[3,1]", .integer(1), true), ("[[1]]", .integer(1), false), ("{}", .null, false),
    ])
    func `compares values, not spellings`(said: String, wanted: Scalar, equal: Bool) throws {
        #expect(try takes(.field([FieldPath("msg.x")], .equals(wanted)), "{\"x\":\(said)}") == equal)
    }

    @Test(arguments: [
        (Comparison.less(than: 2), [true, false, false, false]), (.atMost(2), [true, true, false, false]),
        (.greater(than: 2), [false, false, true, false]), (.atLeast(2), [false, true, true, false]),
        (.exists, [true, true, true, true]), (.isAmong([.integer(1), .text("4")]), [true, false, false, true]),
    ])
    func `compares numbers with numbers only`(comparison: Comparison, expected: [Bool]) throws {
        let taken = try ["1", "2", "2.5", "\"4\""].map {
            try takes(.field([FieldPath("msg.x")], comparison), "{\"x\":\($0)}")
        }
        #expect(taken == expected)
        #expect(try !takes(.field([FieldPath("msg.x")], comparison), "{}"))
    }

    @Test func `nests`() throws {
        let x = Condition.field([try FieldPath("msg.x")], .exists)
        let y = Condition.field([try FieldPath("msg.y")], .exists)
        #expect(try takes(.all([x, .not(y)]), #"{"x":1}"#))
        #expect(try !takes(.all([x, .not(y)]), #"{"x":1,"y":null}"#))
        #expect(try takes(.any([x, y]), #"{"y":1}"#))
        #expect(try takes(.all([]), "{}"))
        #expect(try !takes(.any([]), "{}"))
    }

    @Test func `takes what both take when it is narrowed`() throws {
        let returns = Selection(name: try Pattern("salt/job/.*/ret/"))
        let checks = Selection(name: try Pattern("salt/"), conditions: [.function(try Pattern("check"))])
        for narrowed in [returns.narrowed(by: checks), checks.narrowed(by: returns)] {
            #expect(try narrowed.takes(event("salt/job/1/ret/m", #"{"fun":"check"}"#)))
            #expect(try !narrowed.takes(event("salt/job/1/ret/m", #"{"fun":"ping"}"#)))
            #expect(try !narrowed.takes(event("salt/job/1/new", #"{"fun":"check"}"#)))
        }
        #expect(Selection.everything.narrowed(by: returns).name === returns.name)
    }

    @Test func `says that it does not know, rather than yes or no`() throws {
        let data = "{\"x\":\"\(String(repeating: "a", count: 5_000))b\"}"
        let condition = Condition.field([try FieldPath("msg.x")], .matches(try Pattern("(a+)+$")))
        #expect(throws: UndecidedMatch.self) { try takes(condition, data) }
        #expect(throws: UndecidedMatch.self) { try takes(.not(condition), data) }
        #expect(try !takes(.all([.any([]), condition]), data))
    }
}
