// SPDX-License-Identifier: Apache-2.0

package import ArgumentParser
internal import DatanommerModels
internal import Synchronization

/// `datanommer-grep`: the messages that match.
package struct GrepCommand: ArchiveCommand {
    package static let configuration = CommandConfiguration(
        commandName: "datanommer-grep",
        abstract: "Find messages.",
        discussion: "The values of one filter are alternatives; the filters must all hold; --not-… filters exclude.",
        version: Version.current)

    @OptionGroup var archive: ArchiveOptions
    @OptionGroup var filter: FilterOptions

    @Option(help: ArgumentHelp("Which page, from 1.", valueName: "number"))
    var page = 1

    @Option(help: ArgumentHelp("How many messages a page holds; 0: all.", valueName: "number"))
    var rowsPerPage = 100

    @Option(help: ArgumentHelp("Go on where a page ended, as it said on stderr.", valueName: "cursor"))
    var after: MessageCursor?

    @Option(help: ArgumentHelp("asc: oldest first; desc: newest first.", valueName: "order"))
    var order: MessageOrder = .asc

    @Flag(help: "Print how many messages match, and nothing else.")
    var count = false

    @Flag(help: "Go on with what arrives, until interrupted.")
    var follow = false

    @Option(help: ArgumentHelp("json: one array; ndjson: a message a line.", valueName: "format"))
    var format: OutputFormat?

    package init() {}

    package func validate() throws {
        guard page >= 1 else { throw ValidationError("--page counts from 1") }
        guard rowsPerPage >= 0 else { throw ValidationError("--rows-per-page is 0 (all) or more") }
        guard page == 1 || after == nil else { throw ValidationError("--page and --after exclude each other") }
        guard page == 1 || rowsPerPage > 0 else { throw ValidationError("there is one page with --rows-per-page 0") }
        guard !follow || format != .json else {
            throw ValidationError("--follow has no end, and so writes ndjson, not one array")
        }
    }

    package mutating func perform() async throws {
        let archive = try await archive.archiveToAsk()
        let listing = Mutex(MessageListing(follow ? .ndjson : format ?? .json))
        if count {
            print(try await archive.count(filter.filter))
        } else if follow {
            try await followArrivals(archive, listing)
        } else if rowsPerPage == 0 {
            try await archive.forEachLine(filter.filter, order: order, after: after) { line in
                try listing.withLock { try $0.write(line: line) }
            }
            try listing.withLock { try $0.finish() }
        } else {
            try await writePage(archive, listing)
        }
    }

    private func writePage(_ archive: Archive, _ listing: borrowing Mutex<MessageListing>) async throws {
        let filter = filter.filter
        var start = after
        if page > 1 {
            start = try await archive.cursor(ofPage: page, rowsPerPage: rowsPerPage, filter, order: order)
            guard start != nil else { return try listing.withLock { try $0.finish() } }
        }
        let found = try await archive.grep(filter, order: order, after: start, limit: rowsPerPage)
        try listing.withLock { listing in
            for message in found.messages { try listing.write(message) }
            try listing.finish()
        }
        if let next = found.next { StandardError.write("next page: --after \(next)") }
    }

    /// The page first, then whatever arrives.
    private func followArrivals(_ archive: Archive, _ listing: borrowing Mutex<MessageListing>) async throws {
        let filter = filter.filter
        var position = try await archive.newestPosition()
        let last = try await archive.grep(filter, order: .desc, limit: max(rowsPerPage, 1)).messages.reversed()
        try listing.withLock { listing in
            for message in last where (message.position ?? 0) <= position { try listing.write(message) }
            try listing.flush()
        }
        while true {
            let newest = try await archive.newestPosition()
            let arrived = try await archive.arrivals(after: position, upTo: newest, filter)
            try listing.withLock { listing in
                for message in arrived.messages { try listing.write(message) }
                try listing.flush()
            }
            if arrived.position == position { try await Task.sleep(for: .milliseconds(250)) }
            position = arrived.position
        }
    }
}
