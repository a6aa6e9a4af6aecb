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
        for size in [500, 2_000] {
            try await stores.withArchive { archive in
                let run = AppendRun(stores: stores, messages: decoded)
                results.add(.append(size), try await run.measure(archive, batch: size))
            }
        }
        for original in originals {
            try await noteSize(stores, &results)
            try await stores.withArchive(isMade: false) { archive in
                try await stores.cluster?.run("CREATE DATABASE \(archive.databaseName)")
                let part = Array(decoded.prefix(originalMessages))
                let server = try stores.serverTime()
                var figures = try await original.measure(part, into: archive.url, folder: archive.folder)
                figures.server = try server.flatMap { before in try stores.serverTime().map { $0 - before } }
                results.add(.original(original.line), figures)
                try await results.note(.original(original.line), archive, messages: part.count)
            }
        }
    }

    /// The room that we take for those messages that the original stores.
    private func noteSize(_ stores: Stores, _ results: inout IngestResults) async throws {
        guard !results.knowsSize(of: .daemon) else { return }
        try await stores.withArchive { archive in
            let part = Array(decoded.prefix(originalMessages))
            _ = try await AppendRun(stores: stores, messages: part).measure(archive, batch: batch)
            try await results.note(.daemon, archive, messages: part.count)
        }
    }

    private func limits(_ stores: Stores, _ filled: ScratchArchive, _ results: inout IngestResults) async throws {
        switch stores.engine {
        case .postgresql:
            let copy = RawCopy(stores: stores, filled: filled, messages: said.count)
            results.add(.limit, try await copy.measure(batch: nil))
            results.add(.limitInBatches, try await copy.measure(batch: batch))
        case .sqlite:
            let inserts = try RawInserts(stores, filled, messages: said.count)
            results.add(.limit, try await inserts.measure(batch: said.count))
            results.add(.limitInBatches, try await inserts.measure(batch: batch))
        }
    }
}
