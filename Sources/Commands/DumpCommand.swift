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

    @OptionGroup var stretch: StretchOptions

    @Option(help: ArgumentHelp("json: one array; ndjson: a message a line.", valueName: "format"))
    var format: OutputFormat = .json

    package init() {}

    package mutating func perform() async throws {
        let listing = Mutex(MessageListing(format))
        let progress = Progress("messages dumped")
        try await archive.archiveToAsk().forEachLine(stretch.filter) { line in
            try listing.withLock { try $0.write(line: line) }
            progress.advance()
        }
        progress.finish()
        try listing.withLock { try $0.finish() }
    }
}
