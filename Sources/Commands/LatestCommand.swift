// SPDX-License-Identifier: Apache-2.0

package import ArgumentParser
internal import DatanommerModels
internal import JSONText

/// `datanommer-latest`: the newest message, or how long ago it was.
package struct LatestCommand: ArchiveCommand {
    package static let configuration = CommandConfiguration(
        commandName: "datanommer-latest",
        abstract: "Show the newest message of each category, of one topic or category, or of all.",
        version: Version.current)

    @OptionGroup var archive: ArchiveOptions

    @Option(help: ArgumentHelp("The newest message of this topic.", valueName: "topic"))
    var topic: String?

    @Option(help: ArgumentHelp("The newest message of this category.", valueName: "category"))
    var category: String?

    @Flag(help: "The newest message of all.")
    var overall = false

    @Flag(help: "Show when it was said, in epoch seconds, not the message.")
    var timestamp = false

    @Flag(help: "Show how many seconds ago it was said, not the message.")
    var timesince = false

    @Flag(help: "With --timestamp or --timesince: for people.")
    var human = false

    package init() {}

    package mutating func perform() async throws {
        let archive = try await archive.archiveToAsk()
        let latest = try await archive.latest(scope)
        var output = StandardOutput()
        try output.write("[\(try await items(latest, in: archive).joined(separator: ","))]\n")
        try output.flush()
    }

    private var scope: LatestScope {
        if let topic { return .topic(topic) }
        if let category { return .category(category) }
        return overall ? .overall : .eachCategory
    }

    private func items(_ latest: [LatestMessage], in archive: Archive) async throws -> [String] {
        let now = Timestamp.now
        if timestamp { return latest.map { human ? "\"\($0.timestamp.civil)\"" : $0.timestamp.floatSeconds } }
        if timesince { return latest.map { human ? now.age(of: $0.timestamp) : now.wholeSeconds(since: $0.timestamp) } }
        return try await archive.messages(latest).map { message in
            let pretty = try JSONText(validating: message.json).pretty(indent: 2)
            return "{\(JSONText.string(message.category).text): \(pretty)}"
        }
    }
}
