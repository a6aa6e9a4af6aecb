// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Bus
import Commands
import DatanommerModels
import DatanommerTesting
import SQL
import Settings

/// How fast good messages get from the spool's batches into an archive, alone and among as many bad ones.
struct FloodBench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "flood", abstract: "Storing signed messages, alone and in a flood of forgeries.")

    @Option(help: "How many good messages a turn stores.")
    var messages = 4_000

    @Option(help: "How many turns each way has.")
    var rounds = 5

    func run() async throws {
        let pki = try OwnPKI()
        for authority in ["ca", "impostor"] { try pki.makeAuthority(authority) }
        try pki.makeCertificate("signer", serial: 2)
        try pki.makeCertificate("forger", issuer: "impostor", serial: 3)
        let good = try Signer(pki.path("signer")).messages(messages)
        let kinds =
            try Sayings(pki, count: messages).bad.filter { !$0.name.hasPrefix("a good certificate") }
            + [("a good certificate, a bad signature", good.map { Sayings.changed($0) })]
        var settings = Settings()
        settings.signatures.mode = .require
        settings.signatures.caCert = pki.path("ca.crt")
        settings.extraction.rules = nil
        let decoder = try MessageDecoder(settings)
        print("\(messages) good messages of \(good[0].count) bytes into SQLite, medians of \(rounds) turns\n")
        print("| as many bad messages as good ones | good ones a second | ratio |\n|---|---|---|")
        var alone = 0.0
        for (name, bad) in [("none", [])] + kinds {
            for keeps in bad.isEmpty ? [true] : [true, false] {
                var times: [Double] = []
                for _ in 0..<rounds { times.append(try await store(good, bad, decoder, keeps: keeps)) }
                let speed = Double(messages) / times.sorted()[rounds / 2]
                if bad.isEmpty { alone = speed }
                let kept = bad.isEmpty ? "" : keeps ? ", kept in quarantine" : ", counted only"
                print("| \(name)\(kept) | \(Int(speed)) | \((speed / alone).text) |")
            }
        }
    }

    /// Stores all in batches of 500, decoded on all cores; the answer is in seconds.
    private func store(_ good: [[UInt8]], _ bad: [[UInt8]], _ decoder: MessageDecoder, keeps: Bool) async throws
        -> Double
    {
        let folder = try ScratchFolder()
        defer { folder.remove() }
        var options = DatabaseOptions()
        options.mayCreate = true
        let database = Database(try DatabaseURL("sqlite:///\(folder.path)/bench.db"), options: options)
        let migrator = try Migrator(database)
        try await migrator.run(try await migrator.plan(to: .head, isUp: true)) { _ in }
        let archive = Archive(database, setAsideLimit: keeps ? .max : 0)
        defer { archive.close() }
        let bodies = bad.isEmpty ? good : zip(good, bad).flatMap { [$0, $1] }
        let said = bodies.map { Envelope(topic: Array("org.example.dev.a.b".utf8), body: $0, receivedAt: 0) }
        let start = ContinuousClock.now
        for first in stride(from: 0, to: said.count, by: 500) {
            let batch = AllCores.decoded(said[first..<min(first + 500, said.count)], decoder)
            _ = try await archive.append(batch.messages, setAside: batch.setAside)
        }
        let seconds = start.duration(to: .now) / .seconds(1)
        let count = try await archive.count()
        precondition(count == good.count, "\(count) of \(good.count) were stored")
        return seconds
    }
}
