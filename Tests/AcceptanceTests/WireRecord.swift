// SPDX-License-Identifier: Apache-2.0

import DatanommerTesting
import Foundation
import JSONText
import Testing

/// What a publisher put on the wire, each message once, as fedmsg wrote it.
struct WireRecord {
    struct Message {
        let json: JSONText
        let msgID: String
        let topic: String
        let timestamp: Int64
        var category: String { String(topic.split(separator: ".")[3]) }
    }

    /// In the order of their time.
    let messages: [Message]
    private let file: String

    init(_ file: String) throws {
        self.file = file
        messages = try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n").map { line in
            let json = try JSONText(validating: String(line))
            return try Message(
                json: json, msgID: #require(json["msg_id"]?.string), topic: #require(json["topic"]?.string),
                timestamp: #require(json["timestamp"]?.integer))
        }.sorted { $0.timestamp < $1.timestamp }
    }

    /// Expects of the commands that they tell exactly this: nothing else, nothing twice, every byte.
    func expectAnswers(of archive: ScratchArchive, sourceLocation: SourceLocation = #_sourceLocation) async throws {
        let dump = try await archive.run("dump", "--format", "ndjson")
        #expect(dump.status == 0 && dump.errors == "", sourceLocation: sourceLocation)
        let words = try await FedmsgLibrary.words("compare.py", [file])
        let compared = try await RunningProgram.run(words, input: dump.outputBytes)
        #expect(compared == .done(""), sourceLocation: sourceLocation)
        #expect(dump.lines.count == messages.count, sourceLocation: sourceLocation)
        try expectCanonical(dump.lines, sourceLocation)
        let stats = try await (archive.run("stats").lines, archive.run("stats", "--topic").lines)
        #expect(stats.0 == Self.counts(messages.map(\.category)), sourceLocation: sourceLocation)
        #expect(stats.1 == Self.counts(messages.map(\.topic)), sourceLocation: sourceLocation)
        let times = try await archive.run("latest", "--timestamp").output
        #expect(
            times == "[\(newestOfEachCategory.map { "\($0).0" }.joined(separator: ","))]\n",
            sourceLocation: sourceLocation)
        let newest = try await archive.run("latest", "--overall").output
        #expect(newest.contains("\"msg_id\": \"\(messages.last?.msgID ?? "")\""), sourceLocation: sourceLocation)
    }

    /// Expects of `datanommer-grep` what the record says of some categories, topics and texts.
    func expectFinds(of archive: ScratchArchive, sourceLocation: SourceLocation = #_sourceLocation) async throws {
        let git = messages.filter { $0.category == "git" }
        let found = try await archive.run("grep", "--category", "git", "--rows-per-page", "0", "--format", "ndjson")
            .lines
        #expect(
            found.compactMap { $0.firstMatch(of: /"msg_id": "([^"]*)"/).map { String($0.1) } } == git.map(\.msgID),
            sourceLocation: sourceLocation)
        let count = { (arguments: [String]) in try await archive.run("grep", arguments + ["--count"]).output }
        let text = messages.count { $0.json["msg"]?["text"]?.string == "žluťoučký kůň" }
        #expect(try await count(["--contains", "žluťoučký"]) == "\(text)\n", sourceLocation: sourceLocation)
        let middle = messages[messages.count / 2].timestamp
        let late = messages.count { $0.timestamp >= middle && $0.topic.hasSuffix(".update.comment") }
        let topic = "org.fedoraproject.dev.bodhi.update.comment"
        #expect(
            try await count(["--start", "\(middle)", "--topic", topic]) == "\(late)\n", sourceLocation: sourceLocation)
        let others = messages.count { !["git", "žluť"].contains($0.category) }
        #expect(
            try await count(["--not-category", "git", "--not-category", "žluť"]) == "\(others)\n",
            sourceLocation: sourceLocation)
    }

    /// The canonical form of a stored message is the wire's, told by our own reader too; of each hundredth message.
    private func expectCanonical(_ lines: [String], _ sourceLocation: SourceLocation) throws {
        let byID = Dictionary(messages.map { ($0.msgID, $0.json) }) { first, _ in first }
        for (index, line) in lines.enumerated() where index % 100 == 0 {
            let dumped = try JSONText(validating: line)
            let said = try #require(dumped["msg_id"]?.string.flatMap { byID[$0] }, sourceLocation: sourceLocation)
            let members = said.members().map { ($0.name, dumped[$0.name] ?? .null) }
            #expect(JSONText.object(members).canonical() == Array(said.text.utf8), sourceLocation: sourceLocation)
        }
    }

    private var newestOfEachCategory: [Int64] {
        let newest = Dictionary(messages.map { ($0.category, $0.timestamp) }) { max($0, $1) }
        return newest.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }.map(\.value)
    }

    private static func counts(_ names: [String]) -> [String] {
        let counts = Dictionary(names.map { ($0, 1) }, uniquingKeysWith: +)
        return counts.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }.map {
            "\($0.key) has \($0.value) entries"
        }
    }
}
