// SPDX-License-Identifier: Apache-2.0

import Bus
import DatanommerTesting

/// A feed of rows once: live, catching up, each into the archive's own database and into another, and the limit.
struct SQLFeedTurn {
    let stores: Stores
    let said: [Envelope]
    let batch: Int

    func take(_ results: inout SQLFeedResults) async throws {
        try await stores.withArchive { archive in
            let stored = DaemonRun(stores: stores, messages: said)
            results.add(.stored, try await stored.measure(archive))
            try await catchUp(archive, into: archive, .own, &results)
            try await stores.withOriginalsPlace { other in
                try await catchUp(archive, into: other, .other, &results)
            }
            results.add(.limit, try await limit(archive))
        }
        try await stores.withArchive { archive in try await live(archive, into: archive, .own, &results) }
        try await stores.withArchive { archive in
            try await stores.withOriginalsPlace { other in try await live(archive, into: other, .other, &results) }
        }
    }

    private func live(
        _ archive: ScratchArchive, into place: ScratchArchive, _ kind: SQLFeedResults.Place,
        _ results: inout SQLFeedResults
    ) async throws {
        let table = FedTable(archive: archive, place: place)
        try await table.make()
        let run = DaemonRun(
            stores: stores, messages: said, options: try table.options(start: "now"), feed: FedTable.feed)
        results.add(.live(kind), try await run.measure(archive))
        try await table.check(rows: said.count)
    }

    private func catchUp(
        _ archive: ScratchArchive, into place: ScratchArchive, _ kind: SQLFeedResults.Place,
        _ results: inout SQLFeedResults
    ) async throws {
        let table = FedTable(archive: archive, place: place)
        try await table.make()
        let run = CatchUpRun(stores: stores, options: try table.options(start: "beginning"), messages: said.count)
        results.add(.caughtUp(kind), try await run.measure(archive))
        try await table.check(rows: said.count)
        // What is measured next, and the limit, finds the archive as it was.
        try await table.remove()
    }

    private func limit(_ filled: ScratchArchive) async throws -> Figures {
        switch stores.engine {
        case .postgresql:
            try await RawCopy(stores: stores, filled: filled, messages: said.count).measure(batch: batch)
        case .sqlite: try await RawInserts(stores, filled, messages: said.count).measure(batch: batch)
        }
    }
}
