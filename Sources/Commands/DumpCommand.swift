// SPDX-License-Identifier: Apache-2.0

package import ArgumentParser
internal import DatanommerModels
internal import Synchronization

/// `datanommer-dump`: all messages, or a stretch of them, as JSON.
package struct DumpCommand: ArchiveCommand {
    package static let configuration = CommandConfiguration(
        commandName: "datanommer-dump",
        abstract: "Write the messages of the archive as JSON, ordered by time.",
        version: Version.current)

    @OptionGroup var archive: ArchiveOptions

    @Option(help: ArgumentHelp("Not before this time (ISO 8601 or epoch seconds, UTC).", valueName: "time"))
    var since: TimeArgument?

    @Option(help: ArgumentHelp("Not after this time.", valueName: "time"))
    var before: TimeArgument?

    @Option(help: ArgumentHelp("Only this topic; may be repeated.", valueName: "topic"))
    var topic: [String] = []

    @Option(help: ArgumentHelp("Only this category; may be repeated.", valueName: "category"))
    var category: [String] = []

    @Option(help: ArgumentHelp("json: one array; ndjson: a message a line.", valueName: "format"))
    var format: OutputFormat = .json

    package init() {}

    package mutating func perform() async throws {
        var filter = MessageFilter()
        filter.start = since?.timestamp
        filter.end = before?.timestamp
        filter.topics = topic
        filter.categories = category
        let listing = Mutex(MessageListing(format))
        let progress = Progress("messages dumped")
        try await archive.archive().forEachMessage(filter) { message in
            try listing.withLock { try $0.write(message) }
            progress.advance()
        }
        progress.finish()
        try listing.withLock { try $0.finish() }
    }
}
