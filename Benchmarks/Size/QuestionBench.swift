// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import DatanommerTesting

/// Whole runs of the commands, beside the same in a small archive.
struct QuestionBench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "questions", abstract: "The commands, at 10,000 messages, ten times that, and so on.")

    @OptionGroup var size: SizeOptions

    @Option(help: "How often each is asked.")
    var rounds = 11

    func run() async throws {
        try Machine.tell()
        try tellStart()
        try await size.eachEngine { try tell($0, $1) }
    }

    /// What a program costs before it does anything.
    func tellStart() throws {
        try ReleasedPrograms.prepare()
        let titles = ["psql", "datanommer-stats", "datanommer-consumer"]
        let runs = try titles.map { name in
            ProgramRun(words: [
                name == "psql" ? try ScratchCluster.psqlPath() : try BuiltProgram.path(name), "--version",
            ])
        }
        let times = try ProgramRun.milliseconds(runs, rounds: rounds)
        MarkdownTable.begin("Start of a program, medians of \(rounds) runs", ["program", "ms", "of psql's"])
        for (title, time) in zip(titles, times) {
            MarkdownTable.row(["\(title) --version", time.figure, (time / times[0]).figure])
        }
        Target.begin()
        Target.tell("start of a command", times[1], atMost: 12, " ms")
    }

    func tell(_ stores: Stores, _ archives: [GrownArchive]) throws {
        let sizes = archives.map { Double($0.messages).whole }
        MarkdownTable.begin(
            "Whole commands, \(stores.engine.title), output to /dev/null, ms, medians of \(rounds) runs",
            ["command"] + sizes + ["largest to smallest", "peak MiB at the largest"])
        var targets: [() -> Void] = []
        for question in Question.all {
            Progress.say("\(stores.engine.title): \(question.title)")
            let runs = try archives.map { try question.run($0.archive) }
            let times = try ProgramRun.milliseconds(runs, rounds: rounds)
            let peak = try runs.last?.peakMiB() ?? .nan
            let ratio = (times.last ?? .nan) / times[0]
            MarkdownTable.row([question.title] + times.map(\.figure) + [ratio.figure, peak.figure])
            targets.append { question.tellTargets(time: times.last ?? .nan, ratio: ratio) }
        }
        Target.begin()
        targets.forEach { $0() }
    }
}
