// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Bus
import Commands
import DatanommerModels
import DatanommerTesting
import Glibc
import JSONText
import Settings
import Synchronization

/// What it costs to take messages off the bus, beside libzmq alone.
struct ReceiveBench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "receive", abstract: "Receiving, spooling and decoding, beside raw libzmq.")

    @OptionGroup var traffic: TrafficOptions

    @Option(help: "How many messages there are.")
    var messages = 20_000

    @Option(help: "How often they are said in a turn.")
    var times = 5

    @Option(help: "How many turns each way has.")
    var rounds = 5

    func run() async throws {
        try Machine.tell()
        var turns = [ReceiveWay: [Figures]]()
        for round in 1...rounds {
            Progress.say("receiving, turn \(round) of \(rounds)")
            for way in ReceiveWay.allCases { turns[way, default: []].append(try await measure(way)) }
        }
        MarkdownTable.begin(
            "Off the bus: \(messages * times) messages, unsigned, medians of \(rounds) turns",
            ["way", "messages/s", "of raw libzmq", "µs on the cores", "messages/s a core", "MiB more"])
        for way in ReceiveWay.allCases {
            let figures = turns[way] ?? []
            let ratio = zip(figures, turns[.raw] ?? []).map { $0.perSecond / $1.perSecond }.median
            MarkdownTable.row([
                way.title, figures.perSecond.whole, ratio.figure, figures.client.figure,
                (1_000_000 / figures.client).whole, figures.peakMiB.figure,
            ])
        }
        let decoded = turns[.decoded] ?? []
        Target.begin()
        Target.tell("received, spooled and decoded a second and core", 1_000_000 / decoded.client, atLeast: 100_000)
        try tellDecoding()
    }

    /// One way, from the first message to the last; the publisher is another process.
    private func measure(_ way: ReceiveWay) async throws -> Figures {
        try await ScratchArchive.withFolder { folder in
            let endpoint = "ipc://\(folder)/bus"
            let words =
                [CommandLine.arguments[0], "publish", "--endpoint", endpoint, "--messages", "\(messages)"]
                + ["--times", "\(times)", "--seed", "\(traffic.seed)"] + (traffic.file.map { ["--file", $0] } ?? [])
            return try await RunningProgram.with(words) { _ in
                let memory = try OwnMemory()
                let first = Mutex<(ContinuousClock.Instant, Duration)?>(nil)
                try await way.take(messages * times, from: endpoint) {
                    first.withLock { $0 = (.now, OwnTime.now) }
                }
                guard let (start, before) = first.withLock({ $0 }) else { throw RawReceiver.Silence() }
                return Figures(
                    elapsed: start.duration(to: .now), messages: messages * times, client: OwnTime.now - before,
                    peakBytes: try memory.more())
            }
        }
    }

    /// Decoding alone, on one core, step by step.
    private func tellDecoding() throws {
        let said = try traffic.messages(messages, span: .seconds(3_600))
        let full = try MessageDecoder(Settings())
        let plain = MessageDecoder { _, _ in MessageNames() }
        let times = Turns.medians(
            rounds: rounds, items: messages,
            [
                { for one in said { precondition((try? JSONText(validating: one.body)) != nil) } },
                { for one in said { Self.decode(one.topic, one.body, plain) } },
                { for one in said { Self.decode(one.topic, one.body, full) } },
            ])
        MarkdownTable.begin("Decoding alone, one core", ["step", "µs a message", "messages/s"])
        for (title, time) in zip(
            ["reading the JSON", "decoded, without rules", "decoded, with the shipped rules"], times)
        {
            MarkdownTable.row([title, time.figure, (1_000_000 / time).whole])
        }
    }

    private static func decode(_ topic: [UInt8], _ body: [UInt8], _ decoder: MessageDecoder) {
        precondition((try? decoder.message(topic: topic, body: body, receivedAt: .now)) != nil)
    }
}
