// SPDX-License-Identifier: Apache-2.0

package import ArgumentParser
internal import DatanommerModels
internal import JSONText

/// `datanommer-stats`: how many messages there are.
package struct StatsCommand: ArchiveCommand {
    package static let configuration = CommandConfiguration(
        commandName: "datanommer-stats",
        abstract: "Count the messages of each category or topic.",
        version: Version.current)

    enum Format: String, CaseIterable, ExpressibleByArgument {
        case text, json
    }

    @OptionGroup var archive: ArchiveOptions

    @Flag(help: "Count per topic instead of per category.")
    var topic = false

    @Option(help: ArgumentHelp("Only this category.", valueName: "category"))
    var category: String?

    @Option(help: ArgumentHelp("Not before this time (ISO 8601 or epoch seconds, UTC).", valueName: "time"))
    var since: TimeArgument?

    @Option(help: ArgumentHelp("Not after this time.", valueName: "time"))
    var before: TimeArgument?

    @Option(help: ArgumentHelp("text: a line a group; json: one object.", valueName: "format"))
    var format: Format = .text

    package init() {}

    package mutating func perform() async throws {
        var filter = MessageFilter()
        filter.start = since?.timestamp
        filter.end = before?.timestamp
        filter.categories = category.map { [$0] } ?? []
        let counts = try await archive.archiveToAsk().counts(of: topic ? .topics : .categories, matching: filter)
        var output = StandardOutput()
        try output.write(format.text(of: counts))
        try output.flush()
    }
}

extension StatsCommand.Format {
    func text(of counts: [MessageCount]) -> String {
        switch self {
        case .text: counts.map { "\($0.name) has \($0.messages) entries\n" }.joined()
        case .json: JSONText.object(counts.map { ($0.name, .integer($0.messages)) }).text + "\n"
        }
    }
}
