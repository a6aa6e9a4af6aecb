// SPDX-License-Identifier: Apache-2.0

package import ArgumentParser
internal import DatanommerModels

/// `datanommer-quarantine`: what was set aside.
package struct QuarantineCommand: ArchiveCommand {
    package static let configuration = CommandConfiguration(
        commandName: "datanommer-quarantine",
        abstract: "List what could not become a message, show it, try it again, or drop it.",
        version: Version.current,
        subcommands: [
            QuarantineListCommand.self, QuarantineShowCommand.self, QuarantineRetryCommand.self,
            QuarantineDropCommand.self,
        ])

    // Here too, so that they may stand before the subcommand.
    @OptionGroup var archive: ArchiveOptions

    package init() {}

    package mutating func perform() async throws {
        throw ValidationError("do what? list, show, retry or drop")
    }
}

/// A part of `datanommer-quarantine`.
protocol QuarantineSubcommand: ArchiveCommand {}

extension QuarantineSubcommand {
    static var program: String { QuarantineCommand.program }
}
