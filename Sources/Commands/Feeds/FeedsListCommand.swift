// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import DatanommerModels

/// `datanommer-feeds list`: a line each.
struct FeedsListCommand: FeedsSubcommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Tell how each feed is, a line each.")

    @OptionGroup var archive: ArchiveOptions

    @Option(
        help: ArgumentHelp(
            "text: columns between tabs; json: one array; ndjson: an object a line.", valueName: "format"))
    var format: FeedListing.Format = .text

    @Flag(help: "End with status 1 if a feed is failing, or has dead letters.")
    var fail = false

    mutating func perform() async throws {
        let listings = try await FeedListing.all(in: try await archive.archive())
        var output = StandardOutput()
        try output.write(format.text(listings.map(\.json), lines: listings.map(\.line)))
        try output.flush()
        if fail, listings.contains(where: { $0.state == "failing" || $0.deadLetters > 0 }) {
            throw CommandFailure.failed
        }
    }
}
