// SPDX-License-Identifier: Apache-2.0

import Bus
import DatanommerModels
import DatanommerTesting

/// The ways to store the same messages, taken in turns.
struct IngestWays {
    let said: [Envelope]
    let decoded: [Message]
    let originalMessages: Int
    let batch: Int

    /// Each way once, in archives of their own.
    func turn(on stores: Stores, _ originals: [PythonOriginal], _ results: inout IngestResults) async throws {
        try await stores.withArchive { archive in
            results.add(.daemon, try await DaemonRun(stores: stores, messages: said).measure(archive))
            try await limits(stores, archive, &results)
        }
        for size in [500, Self.largeBatch] {
            try await stores.withArchive { archive in
                let run = AppendRun(stores: stores, messages: decoded)
                results.add(.append(size), try await run.measure(archive, batch: size))
            }
        }
        for original in originals {
            try await stores.withOriginalsPlace { archive in
                let part = Array(decoded.prefix(originalMessages))
                let server = try stores.serverTime()
                var figures = try await original.measure(part, into: archive.url, folder: archive.folder)
                figures.server = try stores.serverTime(since: server)
                results.add(.original(original.line), figures)
            }
        }
    }

    /// How many messages a transaction of the limit has: all, those that were asked for, and the most the daemon puts into one.
    private var limitBatches: [Int?] { [nil, batch] + (batch == Self.largeBatch ? [] : [Self.largeBatch]) }
    private static let largeBatch = 2_000

    private func limits(_ stores: Stores, _ filled: ScratchArchive, _ results: inout IngestResults) async throws {
        switch stores.engine {
        case .postgresql:
            let copy = RawCopy(stores: stores, filled: filled, messages: said.count)
            for batch in limitBatches { results.add(.limit(batch), try await copy.measure(batch: batch)) }
        case .sqlite:
            let inserts = try RawInserts(stores, filled, messages: said.count)
            for batch in limitBatches {
                results.add(.limit(batch), try await inserts.measure(batch: batch ?? said.count))
            }
        }
    }
}
