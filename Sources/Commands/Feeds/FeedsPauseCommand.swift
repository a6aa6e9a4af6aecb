// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import DatanommerModels

/// `datanommer-feeds pause`.
struct FeedsPauseCommand: FeedsSubcommand {
    static let configuration = CommandConfiguration(
        commandName: "pause", abstract: "Have a feed do nothing until it is resumed.")

    @OptionGroup var archive: ArchiveOptions

    @Argument(help: ArgumentHelp("The feeds.", valueName: "feed"))
    var feeds: [String]

    mutating func perform() async throws {
        let archive = try await archive.archive()
        for feed in feeds where try await !archive.pause(feed, true) { throw NoSuchFeed(feed: feed) }
    }
}
