// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Commands

@Suite struct `A splitter of JSON` {
    /// A text, and the values it holds.
    struct Case: CustomTestStringConvertible, Sendable {
        let text: String
        let values: [String]
        var testDescription: String { text.debugDescription }

        init(_ text: String, _ values: String...) {
            self.text = text
            self.values = values
        }
    }

    private static let cases = [
        Case(""), Case(" \t\r\n"), Case("[]"), Case("[[], []]"),
        Case("{}", "{}"), Case("{}{}", "{}", "{}"), Case("1 2\n3", "1", "2", "3"), Case("true,null", "true", "null"),
        Case("\"a\"\n\"b c\"", "\"a\"", "\"b c\""),
        Case("[{\"a\": [1, {}]},\n{\"b\": \"]}\"}]", "{\"a\": [1, {}]}", "{\"b\": \"]}\"}"),
        Case(#"{"a": "\"}{\\"} {"b": 1}"#, #"{"a": "\"}{\\"}"#, #"{"b": 1}"#),
        Case("{\n \"a\":\n {\n }\n}\n{}", "{\n \"a\":\n {\n }\n}", "{}"),
        Case("{\"a\": [\n{\n},\n{\n}\n]\n}\n{}", "{\"a\": [\n{\n},\n{\n}\n]\n}", "{}"),
        Case("{\"ž\": \"日本🚀\"}[{\"é\": 1}]", "{\"ž\": \"日本🚀\"}", "{\"é\": 1}"),
        // Broken ones, which harm themselves alone.
        Case("{\"a\": 1\n{\"b\": 2}\n{\"c\": 3}", "{\"a\": 1", "{\"b\": 2}", "{\"c\": 3}"),
        Case("{\"a\": {\n{\"b\": 2}\n", "{\"a\": {", "{\"b\": 2}"),
        Case("[{\"a\": {\"x\": 1},\n{\"b\": 2},\n{\"c\": 3}]", "{\"a\": {\"x\": 1},", "{\"b\": 2}", "{\"c\": 3}"),
        Case("{\"a\": \"x\n{\"b\": 2}", "{\"a\": \"x", "{\"b\": 2}"),
        Case("{\"a\": [1}\n{\"b\": 2}", "{\"a\": [1}", "{\"b\": 2}"),
        Case("{\"a\":\n{\"b\": 2}\n{\"c\": 3}", "{\"a\":", "{\"b\": 2}", "{\"c\": 3}"),
        Case("{\"a\": 1}}\n{\"b\": 2}", "{\"a\": 1}", "}", "{\"b\": 2}"),
        Case("{\"a\"", "{\"a\""), Case("\"", "\""), Case("]", "]"),
    ]

    @Test(arguments: cases)
    func `finds the values, wherever the bytes are cut`(example: Case) {
        let bytes = Array(example.text.utf8)
        #expect(Self.values([bytes]) == example.values)
        #expect(Self.values(bytes.map { [$0] }) == example.values)
        for place in bytes.indices {
            #expect(Self.values([Array(bytes[..<place]), Array(bytes[place...])]) == example.values, "cut at \(place)")
        }
    }

    @Test func `keeps no more of a value than it may`() {
        var splitter = JSONSplitter(maximumBytes: 5)
        var values: [String] = []
        splitter.feed(Array("{\"abcdefgh\": 1} {}".utf8)) { values.append(String(decoding: $0, as: UTF8.self)) }
        #expect(values == ["{\"abc", "{}"])
        splitter.finish { values.append("more: \($0)") }
        #expect(values.count == 2)
    }

    private static func values(_ chunks: [[UInt8]]) -> [String] {
        var splitter = JSONSplitter()
        var values: [[UInt8]] = []
        for chunk in chunks { splitter.feed(chunk) { values.append($0) } }
        splitter.finish { values.append($0) }
        return values.map { String(decoding: $0, as: UTF8.self) }
    }
}
