// SPDX-License-Identifier: Apache-2.0

internal import DatanommerModels
internal import ServiceLifecycle

/// Asks replay endpoints for what was missed, each on its own, so that a silent one keeps nobody waiting: neither
/// another one nor what is said now.
struct GapFilling: Service {
    let fillers: [GapFiller]
    /// Who else fills gaps.
    let backlog: String?
    let archive: Archive
    let intake: LateIntake
    let tally: GapTally

    /// Gaps were noticed.
    func noticed(_ missed: [MissedNumbers]) {
        tally.count { $0.noticed += UInt64(missed.count) }
        for filler in fillers where missed.contains(where: { $0.publisher == filler.publisher }) {
            filler.wakening.call()
        }
    }

    func run() async throws {
        await cancelWhenGracefulShutdown {
            _ = await intake.untilDone {
                try await archive.giveUpGaps(
                    exceptOf: fillers.map(\.publisher) + (backlog.map { [$0] } ?? []),
                    detail: "there is no longer anybody to ask: see bus.replay and backlog.url")
            }
            await withTaskGroup { group in
                for filler in fillers { group.addTask { await filler.run() } }
            }
        }
        // The group takes a service that ends before its turn for one that failed.
        try? await gracefulShutdown()
    }
}
