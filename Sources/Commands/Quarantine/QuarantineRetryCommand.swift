// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import DatanommerModels
internal import Settings

/// `datanommer-quarantine retry`: by the rules, limits and signatures that count today.
struct QuarantineRetryCommand: QuarantineSubcommand {
    static let configuration = CommandConfiguration(
        commandName: "retry",
        abstract: "Try again to store what was set aside, by the rules, limits and signatures that count today.")

    @OptionGroup var archive: ArchiveOptions
    @OptionGroup var rules: RulesOptions
    @OptionGroup var signatures: SignatureModeOptions
    @OptionGroup var selection: SetAsideSelection

    mutating func perform() async throws {
        var settings = try archive.settings()
        if let rules = rules.rules { settings.extraction.rules = rules }
        signatures.apply(to: &settings.signatures)
        let retrying = SetAsideRetrying(decoder: try MessageDecoder(settings))
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
