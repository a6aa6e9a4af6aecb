// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import JSONText

@Suite struct `The members of an object` {
    private func members(_ said: String) throws -> [[String]] {
        try JSONText(validating: said).members().map {
            [String(decoding: $0.rawName, as: UTF8.self), $0.name, $0.value.text]
        }
    }

    @Test func `come in their order, duplicates and empty names included`() throws {
        let found = try members(#" {"b": 1 ,"":{"b":[2,"}"]},"a":"]\"{\\", "b" :null}"#)
        let expected = [
            [#""b""#, "b", "1"], [#""""#, "", #"{"b":[2,"}"]}"#], [#""a""#, "a", #""]\"{\\""#], [#""b""#, "b", "null"],
        ]
        #expect(found == expected)
    }

    @Test func `have names with every escape, and U+FFFD for each lone surrogate`() throws {
        let found = try members(#"{"\u0041\n\"\\\/\b\f\r\t":1,"é\u00e9\ud83d\uDE00":2,"\ud800\ud800\udc00x\udfff":3}"#)
        let names = ["A\n\"\\/\u{8}\u{C}\r\t", "éé😀", "\u{FFFD}\u{10000}x\u{FFFD}"]
        #expect(found.map { $0[1] } == names)
    }

    @Test(arguments: ["{}", "{ }", "[]", "[{\"a\":1}]", "1", "\"{}\"", "null"])
    func `are none when there are none or it is no object`(_ said: String) throws {
        #expect(try members(said).isEmpty)
    }

    @Test func `are found by name, the last of equal ones`() throws {
        let object = try JSONText(validating: #"{"a":1,"aa":2,"\u0061":3,"":4,"A":5}"#)
        #expect(["a", "aa", "", "A", "b"].map { object[$0]?.text } == ["3", "2", "4", "5", nil])
    }

    @Test func `are found by code points, so that names that only look alike are different`() throws {
        let object = try JSONText(validating: #"{"\u00e9":"composed","e\u0301":"decomposed","\ud800":"lone"}"#)
        #expect(object["\u{E9}"]?.string == "composed")
        #expect(object["e\u{301}"]?.string == "decomposed")
        #expect(object["\u{FFFD}"] == nil)
    }

    @Test func `are not found by a name's escaped spelling`() throws {
        let object = try JSONText(validating: #"{"\\n":1,"\n":2}"#)
        #expect(object[#"\n"#]?.text == "1")
        #expect(object["\n"]?.text == "2")
        #expect(object[#"\\n"#] == nil)
    }

    @Test func `are not to be had from other kinds`() throws {
        #expect(try JSONText(validating: #"["a"]"#)["a"] == nil)
        #expect(try JSONText(validating: #""a""#)["a"] == nil)
    }

    @Test func `can be taken from members again and again`() throws {
        let object = try JSONText(validating: #"{"msg": {"commit" : {"seen":[{"rev":"abc"}]}}}"#)
        #expect(object["msg"]?["commit"]?["seen"]?.elements().first?["rev"]?.string == "abc")
    }
}

@Suite struct `The elements of an array` {
    @Test func `come in their order, nested and empty ones included`() throws {
        let array = try JSONText(validating: #"[ 1 ,"a,]", [ ],{"b":[2]}, [[3],4] ,null]"#)
        #expect(array.elements().map(\.text) == ["1", #""a,]""#, "[ ]", #"{"b":[2]}"#, "[[3],4]", "null"])
    }

    @Test(arguments: ["[]", "[ ]", "{}", "{\"a\":1}", "\"[1]\"", "1"])
    func `are none when there are none or it is no array`(_ said: String) throws {
        #expect(try JSONText(validating: said).elements().isEmpty)
    }
}
