// SPDX-License-Identifier: Apache-2.0

import DatanommerTesting
import JSONText
import Testing

@testable import DatanommerModels

@Suite struct `A text in a body` {
    /// Bodies by an identity, as publishers spell them.
    private static let bodies = [
        "plain": #"{"t":"Žluťoučký kůň 日本語 🎉"}"#,
        "lower": #"{"t":"\u017dlu\u0165ou\u010dk\u00fd k\u016f\u0148 \u65e5\u672c\u8a9e \ud83c\udf89"}"#,
        "upper": #"{"t":"\u017Dlu\u0165ou\u010Dk\u00FD k\u016F\u0148 \u65E5\u672C\u8A9E \uD83C\uDF89"}"#,
        "quotes": #"{"t":"say \"it's\" 100%_ C:\\temp\n\ttab"}"#,
        "case": #"{"t":"KERNEL"}"#,
        "nul": #"{"t":"a\u0000b\ud800"}"#,
        "empty": "{}",
    ]

    private func found(_ archive: Archive, _ texts: String...) async throws -> Set<String> {
        var filter = MessageFilter()
        filter.contains = texts
        let messages = try await archive.grep(filter).messages
        #expect(try await archive.count(filter) == messages.count)
        return Set(messages.map(\.msgID))
    }

    private func withBodies(_ engine: Engine, _ body: (Archive) async throws -> Void) async throws {
        try await withArchive(engine) { archive in
            _ = try await archive.append(Self.bodies.sorted { $0.key < $1.key }.map { .sample($0.key, msg: $0.value) })
            try await body(archive)
        }
    }

    @Test(arguments: Engine.allCases)
    func `is found however the publisher spelled it`(engine: Engine) async throws {
        try await withBodies(engine) { archive async throws in
            for text in ["Žluťoučký", "kůň 日", "日本語", "🎉", "語 🎉", "ů"] {
                #expect(try await found(archive, text) == ["plain", "lower", "upper"], "\(text)")
            }
            #expect(try await found(archive, #""it's""#) == ["quotes"])
            #expect(try await found(archive, #"C:\temp"#) == ["quotes"])
            #expect(try await found(archive, "temp\n\ttab") == ["quotes"])
            #expect(try await found(archive, #"k\u016f\u0148"#) == ["lower"])
            #expect(try await found(archive, #"\"it's"#) == ["quotes"])
        }
    }

    @Test(arguments: Engine.allCases)
    func `is literal: percent, underscore, dot and star are no wildcards, and case matters`(engine: Engine) async throws
    {
        try await withBodies(engine) { archive async throws in
            #expect(try await found(archive, "%") == ["quotes"])
            #expect(try await found(archive, "_") == ["quotes"])
            #expect(try await found(archive, "100%_") == ["quotes"])
            #expect(try await found(archive, "1%0") == [])
            #expect(try await found(archive, "K.RNEL") == [])
            #expect(try await found(archive, "*") == [])
            #expect(try await found(archive, "kernel") == [])
            #expect(try await found(archive, "KERNEL") == ["case"])
            #expect(try await found(archive, "'") == ["quotes"])
            #expect(try await found(archive, "\\") == ["quotes", "lower", "upper", "nul"])
        }
    }

    @Test(arguments: Engine.allCases)
    func `is one of several, and the empty one is everywhere`(engine: Engine) async throws {
        try await withBodies(engine) { archive async throws in
            #expect(try await found(archive, "KERNEL", "🎉") == ["case", "plain", "lower", "upper"])
            #expect(try await found(archive, "absent", "100%") == ["quotes"])
            #expect(try await found(archive, "") == Set(Self.bodies.keys))
            #expect(try await found(archive, "{}") == ["empty"])
        }
    }

    @Test(arguments: Engine.allCases)
    func `with a NUL is looked for as a body can spell it`(engine: Engine) async throws {
        try await withBodies(engine) { archive async throws in
            #expect(try await found(archive, "a\u{0}b") == ["nul"])
            #expect(try await found(archive, "\u{0}") == ["nul"])
        }
    }

    @Test(arguments: Engine.allCases)
    func `looks alike but is not the same: each is found by itself, and both by both`(engine: Engine) async throws {
        try await withArchive(engine) { archive async throws in
            let (one, two) = ("\u{E9}", "e\u{301}")
            _ = try await archive.append([.sample("one", msg: "\"\(one)\""), .sample("two", msg: "\"\(two)\"")])
            #expect(try await found(archive, one) == ["one"])
            #expect(try await found(archive, two) == ["two"])
            #expect(try await found(archive, one, two) == ["one", "two"])
        }
    }

    @Test func `is spelled as Python spells it`() throws {
        let text = "a\"\\/\n\r\t\u{8}\u{c}\u{0}\u{1f}\u{7f}é日🎉"
        let canonical = String(decoding: JSONText.string(text).canonical(), as: UTF8.self)
        #expect("\"" + text.spelled(.lowerCase) + "\"" == canonical)
        for spelling in String.JSONSpelling.allCases {
            #expect(try JSONText(validating: "\"" + text.spelled(spelling) + "\"").string == text)
        }
    }
}
