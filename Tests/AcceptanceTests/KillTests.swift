// SPDX-License-Identifier: Apache-2.0

import DatanommerTesting
import Foundation
import Testing

@Suite(.timeLimit(.minutes(6)), .serialized) struct `The daemon, killed at fifty random moments under load,` {
    private static let kills = 50

    @Test(arguments: Engine.allCases, [false, true])
    func `has everything once and in order that was ever on its disk, but for what a power cut damaged there`(
        engine: Engine, power: Bool
    ) async throws {
        // Half as many for the power cuts, which are kills too.
        let kills = power ? Self.kills / 2 : Self.kills
        let seed = UInt64.random(in: 0...(.max))
        let began = ContinuousClock.now
        try await ScratchArchive.with(engine) { archive in
            try await NumberedLoad.with(perSecond: 5_000, bytes: 700) { load in
                var story = Story(archive: archive, load: load, power: power, seed: seed)
                for _ in 0..<kills { try await story.runAndKill() }
                try await load.end()
                try await Daemon.with(archive, [load.endpoint]) { daemon in
                    try await daemon.stop()
                    #expect(try daemon.log().last?["spooled_bytes"] == "0")
                    story.note(daemon.program)
                }
                try await story.expectNothingLost()
                Measured.tell(
                    "\(engine): \(kills) kills\(power ? " with power cuts" : "") in \(began.duration(to: .now)), \(story.told)"
                )
            }
        }
    }

    /// What was done to the daemon, and what must be there for it.
    private struct Story {
        let archive: ScratchArchive
        let load: NumberedLoad
        let power: Bool
        let seed: UInt64
        private var random: SeededGenerator
        private var durable: Set<Int> = []
        private var damaged: Set<Int> = []
        /// How many were published when a daemon was gone: what came then until the next one listened, nobody heard.
        private var gaps: [Int] = [0]
        private var mustBeFound = false
        private var wasSaid = false
        private var early = 0
        private var recoveries = 0

        init(archive: ScratchArchive, load: NumberedLoad, power: Bool, seed: UInt64) {
            (self.archive, self.load, self.power, self.seed) = (archive, load, power, seed)
            random = SeededGenerator(seed: seed)
        }

        var told: String {
            "\(durable.count) on disk at a kill, \(damaged.count) damaged, \(early) while starting, \(recoveries) with a rest "
                + "to recover"
        }

        /// Starts the daemon, and kills it while it starts and reads its spool, or while it works.
        mutating func runAndKill() async throws {
            let isEarly = Int.random(in: 0..<3, using: &random) == 0
            let moment = Duration.milliseconds(Int.random(in: 0..<(isEarly ? 60 : 900), using: &random))
            let options = ["--endpoint", load.endpoint, "--log-format", "json", "--log-level", "debug"]
            try await archive.running("consumer", options) { program in
                if !isEarly { try await program.errorLine(with: "\"listening\"") }
                try await Task.sleep(for: moment)
                program.signal(SIGKILL)
                let end = try await program.finished()
                #expect(end.status == -9, "it ended by itself, seed \(seed): \(end)")
                if !end.errors.contains("\"listening\"") { early += 1 }
                note(program)
            }
            gaps.append(load.count)
            durable.formUnion(archive.spool.numbers())
            if archive.spool.hasUnacknowledged { recoveries += 1 }
            guard power, Bool.random(using: &random) else { return }
            let damage = try SpoolDamage.random(in: archive.spool, using: &random)
            damaged.formUnion(damage.lost)
            mustBeFound = mustBeFound || damage.mustBeFound
        }

        mutating func note(_ program: RunningProgram) {
            wasSaid = wasSaid || program.errors.contains("spool was damaged, bytes kept aside")
        }

        func expectNothingLost() async throws {
            let numbers = try await archive.expectOnceInOrder("seed \(seed)")
            let missing = durable.subtracting(damaged).subtracting(numbers).sorted()
            #expect(missing.prefix(5) == [], "of \(missing.count) that were on disk once, seed \(seed)")
            // What arrived before a message that is there is there too: holes are where nobody listened.
            let known = Set(numbers).union(damaged).sorted()
            let holes = zip(known, known.dropFirst()).filter { $1 > $0 + 1 }
            let unexplained = holes.filter { hole in !gaps.contains { ($0 > hole.0 - 2) && $0 <= hole.1 } }
            #expect(unexplained.map { "nothing between \($0.0) and \($0.1)" }.prefix(5) == [], "seed \(seed)")
            #expect(durable.count > 1_000, "the load was too small to tell anything, seed \(seed)")
            let kept = (try? FileManager.default.contentsOfDirectory(atPath: archive.spool.folder + "/damaged")) ?? []
            #expect(!mustBeFound || (wasSaid && !kept.isEmpty), "damage was passed over in silence, seed \(seed)")
            // A kill tears a write too, in the middle of a record; it damages no whole one.
            let whole = kept.flatMap { archive.spool.records(in: archive.spool.folder + "/damaged/" + $0) }
            #expect(power || whole == [], "taken for damaged, seed \(seed)")
        }
    }
}
