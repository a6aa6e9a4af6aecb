// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import DatanommerModels

/// `datanommer-quarantine retry`: by the rules and limits of today.
struct QuarantineRetryCommand: QuarantineSubcommand {
    static let configuration = CommandConfiguration(
        commandName: "retry",
        abstract: "Try again to store what was set aside, by the rules and limits of today.")

    @OptionGroup var archive: ArchiveOptions
    @OptionGroup var rules: RulesOptions
    @OptionGroup var selection: SetAsideSelection

    mutating func perform() async throws {
        let retrying = SetAsideRetrying(decoder: try rules.decoder(archive.settings()))
        let archive = try await archive.archive()
        let isMissing = try await selection.sayMissing(in: archive)
        let outcome = try await retrying.run(selection.filter, in: archive)
        if !selection.ids.isEmpty {
            for one in outcome.stayed {
                StandardError.write("\(one.id): stays: \(one.reason): \(one.detail)".forTerminal)
            }
        }
        StandardError.write(outcome.summary)
        if isMissing || outcome.hasStayed { throw CommandFailure.failed }
    }
}
