// SPDX-License-Identifier: Apache-2.0

import DatanommerModels
import DatanommerTesting
import SQL
import Testing

@Suite(.timeLimit(.minutes(3))) struct `datanommer-gaps` {
    /// Lends an archive with a gap in each state.
    private func withGaps<R>(_ engine: Engine, _ body: (ScratchArchive) async throws -> R) async throws -> R {
        try await ScratchArchive.with(engine) { archive in
            let database = Database(try DatabaseURL(archive.url))
            defer { database.close() }
            let writer = Archive(database)
            let time = { Timestamp(microseconds: 1_361_166_918_000_000 + $0) }
            try await writer.note(
                NewGap(source: "tcp://ž:1", numbers: 4...10, since: time(0), until: time(500_000)))
            try await writer.note(
                NewGap(
                    source: "http://host/raw", since: time(1_000_000), until: time(2_000_000), state: .lost,
                    detail: "page 1: a\nb \"c\""))
            try await writer.note(NewGap(source: "tcp://ž:1", numbers: 1...2, state: .filled))
            return try await body(archive)
        }
    }

    private static let open = "open tcp://ž:1 4-10 2013-02-18T05:55:18.000000Z 2013-02-18T05:55:18.500000Z -\n"
    private static let lost =
        "lost http://host/raw - 2013-02-18T05:55:19.000000Z 2013-02-18T05:55:20.000000Z page 1: a b \"c\"\n"
    private static let filled = "filled tcp://ž:1 1-2 - - -\n"

    @Test(arguments: Engine.allCases)
    func `lists what is open or lost, or in other states, a line each`(engine: Engine) async throws {
        try await withGaps(engine) { archive in
            try await archive.expect("gaps", says: .done(Self.open + Self.lost))
            try await archive.expect("gaps", "--state", "filled", says: .done(Self.filled))
            try await archive.expect(
                "gaps", "--state", "filled", "--state", "open", says: .done(Self.open + Self.filled))
            try await archive.expect("gaps", "--before", "1361166918.9", says: .done(Self.open))
            try await archive.expect(
                "gaps", "--since", "1361166918.9", "--before", "2013-02-19", says: .done(Self.lost))
        }
    }

    @Test(arguments: Engine.allCases)
    func `writes JSON`(engine: Engine) async throws {
        try await withGaps(engine) { archive in
            let ndjson = try await archive.run("gaps", "--format", "ndjson")
            let pattern =
                #/\{"id":1,"source":"tcp://ž:1","state":"open","first_seq":4,"last_seq":10,"since":"2013-02-18T05:55:18.000000Z","until":"2013-02-18T05:55:18.500000Z","noticed_at":"[0-9T:.-]+Z","settled_at":null,"detail":""\}/#
            #expect(try pattern.wholeMatch(in: ndjson.lines.first ?? "") != nil, "\(ndjson)")
            #expect(ndjson.lines.count == 2 && ndjson.lines[1].hasSuffix(#","detail":"page 1: a\nb \"c\""}"#))
            let json = try await archive.run("gaps", "--format", "json")
            #expect(json == .done("[" + ndjson.lines.joined(separator: ",\n") + "]\n"))
            try await archive.expect("gaps", "--format", "json", "--before", "1", says: .done("[]\n"))
        }
    }

    @Test func `ends with 1 for a gap only when told to`() async throws {
        try await withGaps(.sqlite) { archive in
            try await archive.expect("gaps", "--fail", says: .failed(1, "", output: Self.open + Self.lost))
            try await archive.expect("gaps", "--fail", "--before", "1", says: .done(""))
            let wrong = try await archive.run("gaps", "--state", "closed")
            #expect(wrong.status == 64 && wrong.errors.contains("--state"), "\(wrong)")
        }
    }
}
