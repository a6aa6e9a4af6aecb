// SPDX-License-Identifier: Apache-2.0

package import ArgumentParser
internal import DatanommerModels
internal import Settings
internal import Signatures

/// `datanommer-verify`: who said what, once more.
package struct VerifyCommand: ArchiveCommand {
    package static let configuration = CommandConfiguration(
        commandName: "datanommer-verify",
        abstract: "Check the signatures of stored messages, or of envelopes in files.",
        discussion: """
            Without files the messages of the archive are checked, those that match the filters. Certificates and
            revocation lists are held against the time of the check, not against that of the message.
            """,
        version: Version.current)

    enum Format: String, CaseIterable, ExpressibleByArgument {
        case text, ndjson
    }

    @OptionGroup var archive: ArchiveOptions

    @OptionGroup var signatures: SignatureOptions

    @Option(help: ArgumentHelp("text: a line a message; ndjson: an object a message.", valueName: "format"))
    var format: Format = .text

    @OptionGroup var filter: FilterOptions

    @Argument(help: ArgumentHelp("Files of envelopes, one a line, or dumps; - is standard input.", valueName: "file"))
    var files: [String] = []

    package init() {}

    package func validate() throws {
        guard files.isEmpty || filter.filter == MessageFilter() else {
            throw ValidationError("the filters are for stored messages, not for files")
        }
    }

    package mutating func perform() async throws {
        var settings = try archive.settings().signatures
        signatures.apply(to: &settings)
        let checker = try SignatureChecker(settings)
        var verification = Verification(checker, format)
        if files.isEmpty {
            try await verification.run(StoredBatches(try await archive.archiveToAsk(), filter.filter))
        } else {
            try await verification.run(LineBatches(files))
        }
        StandardError.write(verification.summary)
        if verification.hasInvalid { throw CommandFailure.failed }
    }
}
