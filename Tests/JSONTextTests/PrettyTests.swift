// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import JSONText

@Suite struct `A pretty JSON text` {
    @Test func `has one member a line, and its spelling, order and duplicates kept`() throws {
        let said = #"{"b":[1.00,{ } ,{"x":"a, b: {}"}],"a" : [ ],"b":{"\u0041":NaN}, "c":"é"}"#
        let expected = #"""
            {
              "b": [
                1.00,
                {},
                {
                  "x": "a, b: {}"
                }
              ],
              "a": [],
              "b": {
                "\u0041": NaN
              },
              "c": "é"
            }
            """#
        #expect(try JSONText(validating: said).pretty(indent: 2) == expected)
    }

    @Test(arguments: [("1", "1"), ("{}", "{}"), ("[[]]", "[\n[]\n]"), (#"["a"]"#, "[\n\"a\"\n]")])
    func `may be indented by nothing`(_ said: String, _ expected: String) throws {
        #expect(try JSONText(validating: said).pretty(indent: 0) == expected)
    }
}
