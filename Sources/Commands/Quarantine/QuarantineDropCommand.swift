// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import DatanommerModels

/// `datanommer-quarantine drop`: for good.
struct QuarantineDropCommand: QuarantineSubcommand {
    static let configuration = CommandConfiguration(
        commandName: "drop", abstract: "Take away for good what was set aside. Asks nothing.")

    @OptionGroup var archive: ArchiveOptions
    @OptionGroup var selection: SetAsideSelection

    mutating func perform() async throws {
        let archive = try await archive.archive()
        let isMissing = try await selection.sayMissing(in: archive)
        let progress = Progress("dropped")
        let dropped = try await archive.dropSetAside(matching: selection.filter) { progress.advance(by: $0) }
        progress.finish()
        StandardError.write("\(dropped) dropped")
        if isMissing { throw CommandFailure.failed }
    }
}
