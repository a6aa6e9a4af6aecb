// SPDX-License-Identifier: Apache-2.0

import Bus
import Commands
import DatanommerModels
import DatanommerTesting
import Foundation
import SQL
import Settings

/// An archive with a year's messages in it, ready to be asked.
struct GrownArchive: Sendable {
    let archive: ScratchArchive
    /// How many there are.
    let messages: Int

    static let span = Duration.seconds(365 * 86_400)

    /// Lends archives of so many messages each, all at once, so that they can be asked in turns.
    static func with<R>(
        _ sizes: [Int], on stores: Stores, seed: UInt64, made: [GrownArchive] = [],
        _ body: ([GrownArchive]) async throws -> R
    ) async throws -> R {
        guard let size = sizes.first else { return try await body(made) }
        return try await stores.withArchive { archive in
            Progress.say("\(stores.engine.title): making an archive of \(size) messages")
            let grown = GrownArchive(archive: archive, messages: size)
            try await grown.fill(seed: seed)
            return try await with(Array(sizes.dropFirst()), on: stores, seed: seed, made: made + [grown], body)
        }
    }

    /// What is stored at once here; no way that is measured.
    private static let batch = 4_000

    private func fill(seed: UInt64) async throws {
        let archive = try Archive(url: archive.url)
        let decoder = try MessageDecoder(Settings())
        // The months of that year, as they were made ahead when they were to come.
        let months = (0...12).map { Timestamp.now.advanced(by: .seconds(-30 * 86_400 * $0)) }
        _ = try await archive.makePartitions(covering: months)
        var traffic = Traffic(messages, seed: seed, span: Self.span)
        var said: [Envelope] = []
        while let one = traffic.next() {
            said.append(one)
            guard said.count == Self.batch || traffic.isAtEnd else { continue }
            _ = try await archive.append(AllCores.decoded(said, decoder).messages)
            said = []
        }
        archive.close()
        try await tidy()
    }

    /// As the server does by itself after a while.
    private func tidy() async throws {
        let database = Database(try DatabaseURL(archive.url))
        defer { database.close() }
        try await database.withConnection { connection in
            if connection.dialect == .postgresql { try connection.run(script: "VACUUM ANALYZE") }
        }
    }
}
