// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import DatanommerModels

/// `datanommer-feeds replay`: once more, without moving the bookmark.
struct FeedsReplayCommand: FeedsSubcommand {
    static let configuration = CommandConfiguration(
        commandName: "replay",
        abstract: "Have a feed deliver dead letters, or a stretch of the journal, once more; its bookmark stays.",
        discussion: "The daemon that runs the feed does it beside its other work, as soon as it sees it.")

    @OptionGroup var archive: ArchiveOptions

    @Flag(help: "Dead letters: those at the positions, or all.")
    var deadLetters = false

    @Option(help: ArgumentHelp("From behind this place: as --to of rewind.", valueName: "place"))
    var from: FeedPlaceArgument?

    @Option(help: ArgumentHelp("Up to this place. Default now.", valueName: "place"))
    var to: FeedPlaceArgument?

    @Argument(help: ArgumentHelp("The feed.", valueName: "feed"))
    var feed: String

    @Argument(help: ArgumentHelp("The positions of dead letters.", valueName: "position"))
    var positions: [Int64] = []

    func validate() throws {
        guard deadLetters != (from != nil) else { throw ValidationError("name either --dead-letters or --from") }
        guard deadLetters || positions.isEmpty else { throw ValidationError("positions are those of --dead-letters") }
        guard !deadLetters || to == nil else { throw ValidationError("--to belongs to --from") }
    }

    mutating func perform() async throws {
        let archive = try await archive.archive()
        guard try await archive.bookmark(of: feed) != nil else { throw NoSuchFeed(feed: feed) }
        if let from {
            guard let stretch = try await archive.deliverAgain(feed, from: from.place, to: to?.place ?? .now) else {
                throw NoSuchFeed(feed: feed)
            }
            return StandardError.write("behind position \(stretch.after) up to \(stretch.upTo) once more")
        }
        let count = try await archive.deliverDeadLettersAgain(of: feed, positions: positions.isEmpty ? nil : positions)
        StandardError.write("\(count) dead letters once more")
        if count < max(positions.count, 1) { throw CommandFailure.failed }
    }
}
