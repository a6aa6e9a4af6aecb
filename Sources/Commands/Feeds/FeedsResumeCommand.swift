// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import DatanommerModels

/// `datanommer-feeds resume`.
struct FeedsResumeCommand: FeedsSubcommand {
    static let configuration = CommandConfiguration(
        commandName: "resume", abstract: "Have a paused feed go on from where it was.")

    @OptionGroup var archive: ArchiveOptions

    @Argument(help: ArgumentHelp("The feeds.", valueName: "feed"))
    var feeds: [String]

    mutating func perform() async throws {
        let archive = try await archive.archive()
        for feed in feeds where try await !archive.pause(feed, false) { throw NoSuchFeed(feed: feed) }
    }
}
