// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import JSONText

@Suite struct `The canonical form` {
    private static func canonical(_ said: String, omitting omitted: Set<String> = []) throws -> String {
        String(decoding: try JSONText(validating: said).canonical(omitting: omitted), as: UTF8.self)
    }

    /// Pairs of text and canonical form, or refusal, as fedmsg itself gave them.
    private static func vectors() throws -> [JSONText] {
        let url = try #require(
            Bundle.module.url(forResource: "canonical_json", withExtension: "jsonl", subdirectory: "Vectors"))
        return try Data(contentsOf: url).split(separator: 0x0A).map { try JSONText(validating: Array($0)) }
    }

    @Test func `is what fedmsg makes of the same text, and what it refuses is refused`() throws {
        let vectors = try Self.vectors()
        #expect(vectors.count == 660)
        for vector in vectors {
            let said = try #require(vector["in"]?.string)
            if let expected = vector["out"] {
                #expect(try Self.canonical(said) == expected.string, "\(vector.text)")
            } else {
                #expect(throws: JSONError.self, "\(vector.text)") { try JSONText(validating: said) }
            }
        }
    }

    @Test func `has the names of each object in the order of code points, not of UTF-16, with lone surrogates between`()
        throws
    {
        let said = #"{"\ud83d\ude00":1,"\uffff":2,"\ud800":3,"a":{"z":1,"":2},"\u0000":4,"":5,"ab":6}"#
        let expected = #"{"":5,"\u0000":4,"a":{"":2,"z":1},"ab":6,"\ud800":3,"\uffff":2,"\ud83d\ude00":1}"#
        #expect(try Self.canonical(said) == expected)
    }

    @Test func `has the last of equal names however they are spelled`() throws {
        #expect(try Self.canonical(#"{"a":1,"b":2,"\u0061":3,"a":[{"c":1,"c":2}]}"#) == #"{"a":[{"c":2}],"b":2}"#)
    }

    @Test func `can leave out members of the whole, duplicates and escaped names too, but none further in`() throws {
        let said = #"{"signature":1,"msg":{"signature":2},"\u0073ignature":3,"crypto":4,"certificate":5}"#
        let canonical = try Self.canonical(said, omitting: ["signature", "certificate"])
        #expect(canonical == #"{"crypto":4,"msg":{"signature":2}}"#)
        #expect(try Self.canonical(#"["signature"]"#, omitting: ["signature"]) == #"["signature"]"#)
    }

    @Test func `leaves out by code points, not by looks`() throws {
        #expect(try Self.canonical("{\"e\u{301}\":1}", omitting: ["\u{E9}"]) == #"{"e\u0301":1}"#)
    }

    @Test func `of a part is that of the part alone`() throws {
        let whole = try JSONText(validating: #" {"x":1,"msg": { "b":-0,"a":[ 1e2 ,"\/"] } }"#)
        let part = try #require(whole["msg"])
        #expect(String(decoding: part.canonical(), as: UTF8.self) == #"{"a":[100.0,"/"],"b":0}"#)
    }

    @Test func `of anything that validates is its own canonical form, whichever bytes were changed before`() throws {
        var mutator = Mutator(seeds: try Self.vectors().compactMap { $0["in"]?.string }.map { Array($0.utf8) })
        var accepted = 0
        for _ in 0..<200_000 {
            guard let text = try? JSONText(validating: mutator.next()) else { continue }
            accepted += 1
            let canonical = text.canonical()
            guard try JSONText(validating: canonical).canonical() == canonical else {
                Issue.record("\(text.text) became \(String(decoding: canonical, as: UTF8.self))")
                return
            }
            #expect(try JSONText(validating: text.pretty(indent: 1)).canonical() == canonical)
        }
        #expect(accepted > 20_000)
    }
}

/// Breaks texts a little, the same way in each run.
private struct Mutator {
    private let seeds: [[UInt8]]
    private var state: UInt64 = 20_121_105
    private let pieces = [
        "{", "}", "[", "]", ",", ":", "\"", "\\", "\"a\":", "1", "-", ".", "e9", "NaN", "Infinity", "null", " ",
        "\\u0000", "\\ud800", "\\udc00", "é", "\u{7F}", "\0", "1e400", "12345678901234567890", "😀",
    ].map { Array($0.utf8) }

    init(seeds: [[UInt8]]) {
        self.seeds = seeds.filter { $0.count < 200 }
    }

    mutating func next() -> [UInt8] {
        var bytes = seeds[random(below: seeds.count)]
        for _ in 0...random(below: 3) {
            let start = random(below: bytes.count + 1)
            let end = min(bytes.count, start + random(below: 4))
            switch random(below: 4) {
            case 0: bytes.insert(contentsOf: pieces[random(below: pieces.count)], at: start)
            case 1: bytes.replaceSubrange(start..<end, with: [])
            case 2: bytes.replaceSubrange(start..<end, with: [UInt8(random(below: 256))])
            default: bytes.insert(contentsOf: bytes[start..<end], at: random(below: bytes.count + 1))
            }
        }
        return bytes
    }

    /// Knuth's MMIX generator; its upper bits are the good ones.
    private mutating func random(below bound: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int(state >> 33) % bound
    }
}
