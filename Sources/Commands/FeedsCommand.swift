// SPDX-License-Identifier: Apache-2.0

package import ArgumentParser
internal import DatanommerModels

/// `datanommer-feeds`: what goes on from the archive to elsewhere.
package struct FeedsCommand: ArchiveCommand {
    package static let configuration = CommandConfiguration(
        commandName: "datanommer-feeds",
        abstract: "List feeds, pause, resume, rewind them, deliver once more what they had.",
        discussion:
            "The daemon need not run: what is asked of a feed stands in the archive. One that runs notices within a "
            + "second or two.",
        version: Version.current,
        subcommands: [
            FeedsListCommand.self, FeedsShowCommand.self, FeedsPauseCommand.self, FeedsResumeCommand.self,
            FeedsRewindCommand.self, FeedsReplayCommand.self, FeedsDeadLettersCommand.self, FeedsForgetCommand.self,
            FeedsImportCommand.self,
        ])

    // Here too, so that they may stand before the subcommand.
    @OptionGroup var archive: ArchiveOptions

    package init() {}

    package mutating func perform() async throws {
        throw ValidationError("do what? list, show, pause, resume, rewind, replay, dead-letters, forget or import")
    }
}

/// A part of `datanommer-feeds`.
protocol FeedsSubcommand: ArchiveCommand {}

extension FeedsSubcommand {
    static var program: String { FeedsCommand.program }
}

/// A feed that nobody has heard of.
struct NoSuchFeed: ErrorWithStatus, CustomStringConvertible {
    let feed: String

    var status: ExitCode { CommandFailure.failed }
    var description: String {
        "there is no bookmark of a feed \(feed): a daemon makes it when it first runs the feed; "
            + "datanommer-feeds list tells which there are"
    }
}
