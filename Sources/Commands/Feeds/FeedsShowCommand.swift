// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import DatanommerModels
internal import JSONText

/// `datanommer-feeds show`: everything of one.
struct FeedsShowCommand: FeedsSubcommand {
    static let configuration = CommandConfiguration(commandName: "show", abstract: "Tell everything of a feed.")

    @OptionGroup var archive: ArchiveOptions

    @Option(help: ArgumentHelp("text: a line for each thing; json or ndjson: one object.", valueName: "format"))
    var format: FeedListing.Format = .text

    @Argument(help: ArgumentHelp("The feed.", valueName: "feed"))
    var feed: String

    mutating func perform() async throws {
        let listings = try await FeedListing.all(in: try await archive.archive(), named: feed)
        var output = StandardOutput()
        for listing in listings { try output.write(format == .text ? listing.text : listing.json.text + "\n") }
        try output.flush()
    }
}
