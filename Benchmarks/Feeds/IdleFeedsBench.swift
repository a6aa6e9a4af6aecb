// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import DatanommerTesting

/// What feeds cost ingest: the daemon without any, with some that select nothing, and with one that writes everything to a
/// file, in turns.
struct IdleFeedsBench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "idle-feeds", abstract: "Storing with feeds beside it, of which most have nothing to do.")

    @OptionGroup var traffic: TrafficOptions

    @Option(help: "How many messages a turn stores.")
    var messages = 20_000

    @Option(help: "How many turns each way has.")
    var rounds = 5

    @Option(help: "How many feeds select nothing.")
    var idle = 10

    @Option(help: "Which engine: sqlite or postgresql. Both, if not given.")
    var engine: Engine?

    private enum Way: String, CaseIterable {
        case none = "no feed"
        case idle = "feeds that select nothing"
        case all = "one feed of everything to a file"

        func feeds(_ folder: String, idle: Int) -> String {
            let to = "to: {file: {path: \"\(folder)/feed.ndjson\"}}"
            return switch self {
            case .none: ""
            case .idle: (0..<idle).map { "  idle\($0): {select: {tag: 'nothing\\.\($0)'}, \(to)}\n" }.joined()
            case .all: "  all: {batch: {limit: 1000}, \(to)}\n"
            }
        }
    }

    func run() async throws {
        try Machine.tell()
        let said = try traffic.messages(messages, span: .seconds(3_600))
        for engine in engine.map({ [$0] }) ?? [.postgresql, .sqlite] {
            try await Stores.with(engine) { stores in
                var figures: [Way: [Figures]] = [:]
                for round in 1...rounds {
                    for way in Way.allCases {
                        Progress.say("\(engine.title), turn \(round) of \(rounds), \(way.rawValue)")
                        try await stores.withArchive { archive in
                            let file = try archive.write(
                                "feeds:\n\(way.feeds(archive.folder, idle: idle))", to: "feeds.yaml")
                            let run = DaemonRun(stores: stores, messages: said, options: ["--config", file])
                            figures[way, default: []].append(try await run.measure(archive))
                        }
                    }
                }
                tell(engine, figures)
            }
        }
    }

    private func tell(_ engine: Engine, _ figures: [Way: [Figures]]) {
        MarkdownTable.begin(
            "\(engine.title): feeds beside ingest, \(idle) that select nothing",
            ["way", "messages/s", "of none", "µs of CPU", "MiB"])
        let none = (figures[.none] ?? []).perSecond
        for way in Way.allCases {
            let runs = figures[way] ?? []
            MarkdownTable.row([
                way.rawValue, runs.perSecond.whole, (runs.perSecond / none).figure, runs.client.figure,
                runs.peakMiB.figure,
            ])
        }
    }
}
