// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import DatanommerModels
internal import JSONText

/// `datanommer-feeds dead-letters`: what backends will never take.
struct FeedsDeadLettersCommand: FeedsSubcommand {
    static let configuration = CommandConfiguration(
        commandName: "dead-letters", abstract: "List what backends will never take, with the reasons, or drop it.")

    @OptionGroup var archive: ArchiveOptions

    @Option(
        help: ArgumentHelp(
            "text: columns between tabs; json: one array; ndjson: an object a line.", valueName: "format"))
    var format: FeedListing.Format = .text

    @Flag(help: "Drop them for good: those at the positions, or all. Asks nothing.")
    var drop = false

    @Argument(help: ArgumentHelp("The feed.", valueName: "feed"))
    var feed: String

    @Argument(help: ArgumentHelp("Their positions. Default: all.", valueName: "position"))
    var positions: [Int64] = []

    mutating func perform() async throws {
        let archive = try await archive.archive()
        guard !drop else {
            let wanted = positions.isEmpty ? nil : positions
            let dropped = try await archive.dropDeadLetters(of: feed, positions: wanted)
            StandardError.write("\(dropped) dropped")
            if dropped < positions.count { throw CommandFailure.failed }
            return
        }
        let letters = try await all(in: archive)
        var output = StandardOutput()
        try output.write(format.text(letters.map(\.json), lines: letters.map(\.line)))
        try output.flush()
    }

    /// Page by page.
    private func all(in archive: Archive) async throws -> [DeadLetter] {
        let wanted = Set(positions)
        var (letters, after) = ([DeadLetter](), Int64.min)
        while true {
            let page = try await archive.deadLetters(of: feed, after: after)
            letters += page.filter { wanted.isEmpty || wanted.contains($0.position) }
            guard let last = page.last else { return letters }
            after = last.position
        }
    }
}

extension DeadLetter {
    fileprivate var line: String {
        ["\(position)", "\(refusedAt)", msgID, isAgain ? "once more" : "-", reason].map(\.forTerminal)
            .joined(separator: "\t")
    }

    fileprivate var json: JSONText {
        .object([
            ("feed", .string(feed)), ("position", .integer(position)), ("msg_id", .string(msgID)),
            ("reason", .string(reason)), ("refused_at", .string("\(refusedAt)")), ("again", .bool(isAgain)),
        ])
    }
}
