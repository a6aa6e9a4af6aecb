// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Bus
import DatanommerTesting
import Glibc
import Settings
import Spool

/// What the spool costs, beside writing the same bytes with one fdatasync a batch.
struct SpoolBench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "spool", abstract: "Writing and draining the spool, beside raw writes.")

    @OptionGroup var traffic: TrafficOptions

    @Option(help: "How many messages a turn writes.")
    var messages = 50_000

    @Option(help: "How many turns each way has.")
    var rounds = 5

    @Option(help: "How many messages a batch has.")
    var batch = Settings().intake.batchMessages

    func run() async throws {
        try Machine.tell()
        let said = try traffic.messages(messages, span: .seconds(3_600))
        let batches = stride(from: 0, to: messages, by: batch).map {
            ReceivedBatch(envelopes: Array(said[$0..<min($0 + batch, messages)]))
        }
        var turns: (raw: [Figures], written: [Figures], drained: [Figures]) = ([], [], [])
        for _ in 0..<rounds {
            turns.raw.append(try RawWrites(batches: batches).measure())
            let (written, drained) = try await measure(batches)
            turns.written.append(written)
            turns.drained.append(drained)
        }
        MarkdownTable.begin(
            "Spool: \(messages) messages, \(batch) a batch, medians of \(rounds) turns",
            ["way", "messages/s", "of raw writes", "µs on the cores", "MiB more"])
        let ways = [
            ("write and fdatasync of the same bytes", turns.raw), ("spool, written", turns.written),
            ("spool, drained and acknowledged", turns.drained),
        ]
        for (title, figures) in ways {
            let ratio = zip(figures, turns.raw).map { $0.perSecond / $1.perSecond }.median
            MarkdownTable.row([
                title, figures.perSecond.whole, ratio.figure, figures.client.figure, figures.peakMiB.figure,
            ])
        }
    }

    /// Writes all, then reads all, acknowledging each batch.
    private func measure(_ batches: [ReceivedBatch]) async throws -> (written: Figures, drained: Figures) {
        let folder = try ScratchFolder()
        defer { folder.remove() }
        let spool = try Spool(SpoolSettings(folder: folder.path))
        let written = try await Self.timed(messages) {
            for batch in batches { _ = try await spool.append(batch) }
        }
        let drained = try await Self.timed(messages) {
            await spool.finish()
            while let spooled = try await spool.next(limit: batch) { try await spool.acknowledge(spooled.end) }
        }
        return (written, drained)
    }

    private static func timed(_ messages: Int, _ work: () async throws -> Void) async throws -> Figures {
        let memory = try OwnMemory()
        let (start, before) = (ContinuousClock.now, OwnTime.now)
        try await work()
        return Figures(
            elapsed: start.duration(to: .now), messages: messages, client: OwnTime.now - before,
            peakBytes: try memory.more())
    }
}

/// The limit: the bytes of a batch in one write, and one fdatasync.
private struct RawWrites {
    let batches: [ReceivedBatch]

    func measure() throws -> Figures {
        let folder = try ScratchFolder()
        defer { folder.remove() }
        let bytes = batches.map { batch in batch.envelopes.flatMap { $0.topic + $0.body } }
        let file = open(folder.path + "/raw", O_WRONLY | O_CREAT | O_APPEND, 0o600)
        defer { close(file) }
        let memory = try OwnMemory()
        let (start, before) = (ContinuousClock.now, OwnTime.now)
        for batch in bytes {
            guard write(file, batch, batch.count) == batch.count, fdatasync(file) == 0 else { throw NoRoom() }
        }
        return Figures(
            elapsed: start.duration(to: .now), messages: batches.reduce(0) { $0 + $1.count },
            client: OwnTime.now - before, peakBytes: try memory.more())
    }

    struct NoRoom: Error {}
}
