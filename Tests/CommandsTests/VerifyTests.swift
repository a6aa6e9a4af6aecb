// SPDX-License-Identifier: Apache-2.0

import DatanommerTesting
import Foundation
import Testing

@Suite(.timeLimit(.minutes(3))) struct `datanommer-verify` {
    /// The bus that these messages were captured on, with its authority.
    private static let captured = SourceTree.path("Tests/SignaturesTests/Vectors")
    private static let authority = ["--ca-cert", captured + "/pki/ca.crt", "--crl", captured + "/pki/crl.pem"]

    /// The bodies of captured messages, a line each.
    private static func lines(_ ids: String...) throws -> String {
        let text = try String(contentsOfFile: captured + "/vectors.jsonl", encoding: .utf8)
        let lines = text.split(separator: "\n")
        return try ids.map { id in
            let line = try #require(lines.first { $0.hasPrefix("{\"id\": \"\(id)\",") })
            let frames = try #require(line.firstMatch(of: /"frames": \["[^"]*", "([^"]*)"\]/))
            return String(decoding: try #require(Data(base64Encoded: String(frames.1))), as: UTF8.self) + "\n"
        }
        .joined()
    }

    private static func verdict(_ id: String?, _ reason: String? = nil) -> String {
        let name = id.map { "\"\($0)\"" } ?? "null"
        let word = reason.map { "\"\($0)\"" } ?? "null"
        return "{\"msg_id\": \(name), \"valid\": \(reason == nil), \"reason\": \(word)}\n"
    }

    @Test func `tells each line of a file in order, also those that are no envelope`() async throws {
        try await ScratchArchive.with(.sqlite, isMade: false) { archive in
            let good = try Self.lines("s-simple")
            let file = try archive.write("no json\n\n" + good + "{}\n[]\n" + good.dropLast(), to: "said.ndjson")
            let checked = try await archive.run("verify", Self.authority + ["--format", "ndjson", file])
            let id = "2026-08ac75cc-a8d5-4494-bdb2-4dfc40da7044"
            let output = [
                Self.verdict(nil, "not-json"), Self.verdict(id), Self.verdict(nil, "unsigned"),
                Self.verdict(nil, "not-an-envelope"), Self.verdict(id),
            ]
            let summary = "2 valid, 3 invalid: 1 not-an-envelope, 1 not-json, 1 unsigned\n"
            #expect(checked == .failed(1, summary, output: output.joined()))
        }
    }

    @Test(arguments: Engine.allCases)
    func `finds valid in the archive and in both dumps what was valid on the bus`(engine: Engine) async throws {
        try await ScratchArchive.with(engine) { archive in
            let said = try Self.lines("s-floats", "s-escapes", "s-nan", "s-deep", "c-utf8cn", "m-ser-spaces")
            let summary = "6 valid, 0 invalid\n"
            #expect(try await archive.run("load", input: said).status == 0)
            #expect(try await archive.run("verify", Self.authority + ["--format", "ndjson"]).errors == summary)
            for format in ["json", "ndjson"] {
                let dump = try await archive.run("dump", "--format", format)
                let checked = try await archive.run("verify", Self.authority + ["-"], input: dump.outputBytes)
                #expect(checked.errors == summary)
                #expect(checked.status == 0)
            }
        }
    }

    @Test func `looks at what the filters let through`() async throws {
        try await ScratchArchive.with(.sqlite) { archive in
            let said = try Self.lines("s-simple", "u-floats")
            #expect(try await archive.run("load", input: said).status == 0)
            let id = "2026-08ac75cc-a8d5-4494-bdb2-4dfc40da7044"
            let checked = try await archive.run("verify", Self.authority + ["--msg-id", id])
            #expect(checked == .done("\(id) valid shell-app01.example.org\n", errors: "1 valid, 0 invalid\n"))
            #expect(
                try await archive.run("verify", Self.authority + ["--topic", "none"]).errors == "0 valid, 0 invalid\n")
            #expect(try await archive.run("verify", Self.authority + ["--topic", "none", "-"]).status == 64)
        }
    }

    @Test func `says which file of its configuration is wrong`() async throws {
        try await ScratchArchive.with(.sqlite, isMade: false) { archive in
            let policy = try archive.write("[]", to: "policy.json")
            let checks = [
                ["--ca-cert", "none.crt"], ["--ca-cert", Self.authority[1], "--crl", policy],
                Self.authority + ["--routing-policy", policy],
            ]
            var said: [FinishedProgram] = []
            for check in checks { said.append(try await archive.run("verify", check + ["-"])) }
            let errors = [
                "the CA certificate none.crt: No such file or directory",
                "the certificate revocation list \(policy): it holds no PEM block \"X509 CRL\"",
                "the routing policy \(policy): it is no JSON object of topics",
            ]
            #expect(said == errors.map { .failed(78, "datanommer-verify: cannot read \($0)\n") })
        }
    }

    @Test func `goes through many messages on all cores, and tells them in their order`() async throws {
        try await ScratchArchive.with(.sqlite, isMade: false) { archive in
            let lines = (0..<2_000).map { #"{"msg_id": "\#($0)", "topic": "a.b.c.d"}"# + "\n" }.joined()
            let checked = try await archive.run(
                "verify", Self.authority + ["--format", "ndjson", "-"], input: Array(lines.utf8))
            let output = (0..<2_000).map { Self.verdict("\($0)", "unsigned") }.joined()
            #expect(checked == .failed(1, "0 valid, 2000 invalid: 2000 unsigned\n", output: output))
        }
    }

    @Test func `keeps control characters of strangers from the terminal`() async throws {
        try await ScratchArchive.with(.sqlite, isMade: false) { archive in
            let line = #"{"msg_id": "a\u001b[2J\nb", "topic": "a"}"#
            let checked = try await archive.run("verify", Self.authority + ["-"], input: Array(line.utf8))
            #expect(checked.output == "a?[2J?b invalid unsigned\n")
        }
    }
}
