// SPDX-License-Identifier: Apache-2.0

package import ArgumentParser
internal import DatanommerModels
internal import JSONText

/// `datanommer-gaps`: what was said and not heard.
package struct GapsCommand: ArchiveCommand {
    package static let configuration = CommandConfiguration(
        commandName: "datanommer-gaps",
        abstract: "List what was said on the bus and not heard.",
        discussion:
            "A line a gap: state, source, missing numbers, since, until, and why; - stands for what is not known.",
        version: Version.current)

    enum Format: String, CaseIterable, ExpressibleByArgument {
        case text, json, ndjson
    }

    @OptionGroup var archive: ArchiveOptions

    @Option(help: ArgumentHelp("open, filled or lost; may be repeated. Default: open and lost.", valueName: "state"))
    var state: [Gap.State] = []

    @Option(
        help: ArgumentHelp(
            "Not what ended before this time (ISO 8601 or epoch seconds, UTC).", valueName: "time"))
    var since: TimeArgument?

    @Option(help: ArgumentHelp("Not what began after this time.", valueName: "time"))
    var before: TimeArgument?

    @Option(help: ArgumentHelp("text: a line a gap; json: one array; ndjson: an object a line.", valueName: "format"))
    var format: Format = .text

    @Flag(help: "End with status 1 if a gap is listed.")
    var fail = false

    package init() {}

    package mutating func perform() async throws {
        let states = state.isEmpty ? [.open, .lost] : state
        let gaps = try await archive.archive().gaps(
            states, since: since?.timestamp, before: before?.timestamp)
        var output = StandardOutput()
        try output.write(format.text(of: gaps))
        try output.flush()
        if fail, !gaps.isEmpty { throw CommandFailure.failed }
    }
}

extension GapsCommand.Format {
    func text(of gaps: [Gap]) -> String {
        switch self {
        case .text: gaps.map { $0.line + "\n" }.joined()
        case .json: gaps.isEmpty ? "[]\n" : "[" + gaps.map(\.json.text).joined(separator: ",\n") + "]\n"
        case .ndjson: gaps.map { $0.json.text + "\n" }.joined()
        }
    }
}
