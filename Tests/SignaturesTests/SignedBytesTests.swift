// SPDX-License-Identifier: Apache-2.0

import DatanommerTesting
import Foundation
import JSONText
import Testing

@testable import Signatures

@Suite struct `The signed bytes` {
    private static let uncovered: Set<String> = ["signature", "certificate"]

    /// Whether they were copied; the canonical form is what they must be either way.
    private func isCopied(_ text: String) throws -> Bool {
        let envelope = try JSONText(validating: text)
        #expect(SignedMembers(envelope).signedBytes() == envelope.canonical(omitting: Self.uncovered), "\(text)")
        return copy(of: envelope) != nil
    }

    private func copy(of envelope: JSONText) -> [UInt8]? {
        envelope.bytes.withUnsafeBufferPointer { bytes in
            var copier = CanonicalCopier(bytes)
            return copier.object { name in
                Self.uncovered.contains(String(decoding: bytes[name], as: UTF8.self))
            } _: { _, _ in
            }
        }
    }

    @Test(arguments: [
        #"{"a":1,"b":[1,-2,{"x":null,"y":[]}],"signature":"x","z":{}}"#, #" { "b" : 1 , "a" : [ 1 , { "x" : "" } ] } "#,
        #"{"certificate":"é\/","a":"\u00e9\ud83d\ude00\ud800\n\"\\ \u007f\u000b"}"#, #"{"":{"":1,"a":2}}"#,
        #"{"a":1.5,"b":1e+16,"c":1e-05,"d":-0.0,"e":0.001,"f":1361166918.087949,"g":NaN,"h":-Infinity}"#,
        #"{"signature":"a","signature":"b","b":1}"#, "{\"a\"\n:\t1,\r\n\"b\":2}",
        #"{"signature":null,"certificate":{"b":1}}"#,
    ])
    func `are copied when only spaces, order and the signature are not canonical`(text: String) throws {
        #expect(try isCopied(text))
    }

    @Test(arguments: [
        #"{"a":{"b":1,"a":2}}"#, #"{"a":{"b":1,"b":2}}"#, #"{"a":1,"a":2}"#, #"{"":1,"":2}"#, #"{"\u0061":1}"#,
        #"{"é":1}"#,
        #"{"a":"\/"}"#, #"{"a":"\u00E9"}"#, #"{"a":"é"}"#, #"{"a":"\u0041"}"#, #"{"a":"\u000a"}"#, "{\"a\":\"\u{7f}\"}",
        #"{"a":1.50}"#, #"{"a":1E5}"#, #"{"a":-0}"#, #"{"a":1.0e0}"#, #"{"a":1e400}"#, #"{"a":0.0001e1}"#, "{}",
        #"{"signature":"\"","a":1}"#, #"{"signature":{"b":1,"a":1}}"#,
    ])
    func `are written anew when anything else is`(text: String) throws {
        #expect(try !isCopied(text))
    }

    @Test func `are the canonical form of every vector`() {
        var copied = 0
        for vector in Vector.all {
            guard let envelope = try? JSONText(validating: vector.body), envelope.kind == .object else { continue }
            #expect(SignedMembers(envelope).signedBytes() == envelope.canonical(omitting: Self.uncovered))
            copied += copy(of: envelope) == nil ? 0 : 1
        }
        #expect(copied > 100)
    }

    @Test func `are the canonical form of random values in random spellings`() throws {
        var random = SeededGenerator(seed: 7)
        for _ in 0..<20_000 {
            _ = try isCopied("{\(random.members(depth: 3))}")
        }
    }
}

extension SeededGenerator {
    fileprivate mutating func members(depth: Int) -> String {
        let names = ["a", "b", "ab", "", "B", "signature", "topic", #"\u0061"#, "é"]
        return (0..<Int.random(in: 0...4, using: &self))
            .map { _ in
                space() + "\"\(pick(names))\"" + space() + ":" + space() + value(depth: depth) + space()
            }
            .joined(separator: ",")
    }

    private mutating func value(depth: Int) -> String {
        let scalars = [
            "1", "-7", "0", "-0", "1.5", "1.50", "1e5", "100000.0", "1e22", "1e+22", "0.0001", "1e-05",
            "12345678901234567890",
            "9007199254740993.0", "123456789012345.6", "0.1", "NaN", "true", "null", #""""#, #""a\n\u00e9""#,
            #""\u00E9""#,
            #""é""#, #""\ud800""#, #""\/""#, #""plain text that is longer than one word""#, "\"\u{7f}\"",
        ]
        switch Int.random(in: 0..<4, using: &self) {
        case 0 where depth > 0: return "{\(members(depth: depth - 1))}"
        case 1 where depth > 0:
            let elements = (0..<Int.random(in: 0...3, using: &self)).map { _ in space() + value(depth: depth - 1) }
            return "[\(elements.joined(separator: ","))\(space())]"
        default: return pick(scalars)
        }
    }

    private mutating func space() -> String {
        Int.random(in: 0..<8, using: &self) == 0 ? pick([" ", "\n", "\t ", "\r\n"]) : ""
    }

    private mutating func pick(_ choices: [String]) -> String {
        choices[Int.random(in: 0..<choices.count, using: &self)]
    }
}
