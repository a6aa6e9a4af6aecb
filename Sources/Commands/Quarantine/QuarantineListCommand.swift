// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import DatanommerModels
internal import JSONText
internal import Synchronization

/// `datanommer-quarantine list`: a line each.
struct QuarantineListCommand: QuarantineSubcommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Tell what was set aside, a line each, the newest last.")

    enum Format: String, CaseIterable, ExpressibleByArgument {
        case text, json, ndjson
    }

    @OptionGroup var archive: ArchiveOptions
    @OptionGroup var selection: SetAsideOptions

    @Option(
        help: ArgumentHelp(
            "text: columns between tabs; json: one array; ndjson: an object a line.", valueName: "format"))
    var format: Format = .text

    @Option(help: ArgumentHelp("So many at the most, the newest ones.", valueName: "number"))
    var limit: Int?

    @Flag(help: "Print how many there are for each reason, and nothing else.")
    var count = false

    func validate() throws {
        if let limit, limit < 1 { throw ValidationError("--limit is 1 or more") }
        guard limit == nil || !count else { throw ValidationError("--limit and --count exclude each other") }
    }

    mutating func perform() async throws {
        let archive = try await archive.archive()
        guard !count else {
            let counts = try await archive.setAsideCounts(matching: selection.filter)
            var output = StandardOutput()
            try output.write(format.text(of: counts.sorted { $0.key < $1.key }))
            return try output.flush()
        }
        let listing = Mutex(SetAsideListing(format))
        try await archive.forEachSetAside(selection.filter, limit: limit) { entry in
            try listing.withLock { try $0.write(entry) }
        }
        try listing.withLock { try $0.finish() }
    }
}

extension QuarantineListCommand.Format {
    func text(of counts: [(key: String, value: Int)]) -> String {
        switch self {
        case .text: counts.map { "\($0.value)\t\($0.key.forTerminal)\n" }.joined()
        case .json, .ndjson: JSONText.object(counts.map { ($0.key, .integer($0.value)) }).text + "\n"
        }
    }
}
