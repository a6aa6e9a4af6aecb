// SPDX-License-Identifier: Apache-2.0

package import ArgumentParser
internal import DatanommerModels
internal import JSONText

/// `datanommer-load`: messages from files.
package struct LoadCommand: ArchiveCommand {
    package static let configuration = CommandConfiguration(
        commandName: "datanommer-load",
        abstract: "Read messages into the archive, skipping those that are there.",
        discussion: "Reads what datanommer-dump writes, in both formats, and fedmsg's own JSON.",
        version: Version.current)

    @OptionGroup var archive: ArchiveOptions
    @OptionGroup var rules: RulesOptions

    @Argument(help: ArgumentHelp("Files of messages; none, or -, is standard input.", valueName: "file"))
    var files: [String] = []

    package init() {}

    package mutating func perform() async throws {
        let decoder = try rules.decoder(archive.settings())
        var loading = Loading(archive: try await archive.archive(), decoder: decoder)
        try await MessageFiles(files).forEachValue { value, place in try await loading.take(value, at: place) }
        try await loading.finish()
        StandardError.write(loading.summary)
        if loading.failed > 0 { throw CommandFailure.failed }
    }
}

/// Messages on their way into the archive, in batches.
private struct Loading {
    let archive: Archive
    let decoder: MessageDecoder
    private(set) var failed = 0
    private var batch: [Message] = []
    private var outcome = AppendOutcome()
    private var history = HistoryPartitions()
    private let progress = Progress("messages read")

    /// What the archive takes in one transaction.
    private static let batchLimit = 500

    init(archive: Archive, decoder: MessageDecoder) {
        self.archive = archive
        self.decoder = decoder
    }

    mutating func take(_ value: [UInt8], at place: String) async throws {
        do throws(SetAside) {
            batch.append(try decoder.message(file: value))
        } catch {
            failed += 1
            StandardError.write("\(place): \(error.reason.rawValue): \(error.detail)")
        }
        progress.advance()
        if batch.count >= Self.batchLimit { try await flush() }
    }

    mutating func finish() async throws {
        try await flush()
        progress.finish()
    }

    private mutating func flush() async throws {
        await history.prepare(for: batch, in: archive)
        let done = try await archive.append(batch)
        batch = []
        outcome.stored += done.stored
        outcome.duplicates += done.duplicates
        failed += done.setAside.count
        for aside in done.setAside { StandardError.write("set aside: \(aside.reason.rawValue): \(aside.detail)") }
    }

    var summary: String {
        "\(outcome.stored) loaded, \(outcome.duplicates) were there already, \(failed) failed"
    }
}
