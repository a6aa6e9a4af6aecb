// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import DatanommerModels

/// `datanommer-feeds forget`: a feed that is not configured any more.
struct FeedsForgetCommand: FeedsSubcommand {
    static let configuration = CommandConfiguration(
        commandName: "forget",
        abstract: "Take away the bookmark and the dead letters of a feed; if it is still configured, it begins anew.")

    @OptionGroup var archive: ArchiveOptions

    @Argument(help: ArgumentHelp("The feed.", valueName: "feed"))
    var feed: String

    mutating func perform() async throws {
        guard try await archive.archive().forget(feed) else { throw NoSuchFeed(feed: feed) }
    }
}
