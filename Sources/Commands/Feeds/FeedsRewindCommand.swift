// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import DatanommerModels

/// `datanommer-feeds rewind`: to another place, back or ahead.
struct FeedsRewindCommand: FeedsSubcommand {
    static let configuration = CommandConfiguration(
        commandName: "rewind",
        abstract: "Have a feed go on from another place: what comes behind it is delivered again.")

    @OptionGroup var archive: ArchiveOptions

    @Option(
        help: ArgumentHelp(
            "beginning, now, a position (what comes behind it), or a time in ISO 8601 (what was stored from the first message "
                + "on that was said then or later).", valueName: "place"))
    var to: FeedPlaceArgument

    @Argument(help: ArgumentHelp("The feed.", valueName: "feed"))
    var feed: String

    mutating func perform() async throws {
        let archive = try await archive.archive()
        guard try await archive.place(feed, at: to.place) else { throw NoSuchFeed(feed: feed) }
        let position = try await archive.bookmark(of: feed)?.position ?? 0
        StandardError.write("\(feed) goes on behind position \(position)".forTerminal)
    }
}
