// SPDX-License-Identifier: Apache-2.0

package import ArgumentParser
package import DatanommerModels
internal import Extraction
internal import Foundation
internal import JSONText
package import Settings

/// By which rules users and packages are found.
package struct RulesOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The extraction rules, instead of the configured ones.", valueName: "file"))
    package var rules: String?

    package init() {}

    /// Decodes messages, finding names by the rules of the option, of the settings, or those that come with the program.
    ///
    /// - Throws: `ExtractionError` when the rules cannot be read.
    package func decoder(_ settings: Settings) throws -> MessageDecoder {
        try MessageDecoder(
            maximumBytes: settings.intake.maximumMessageBytes,
            rulesFile: rules ?? settings.extraction.rules)
    }
}

extension MessageDecoder {
    /// A decoder that finds names by the rules of a file; nil is the one that comes with the program.
    ///
    /// - Throws: `ExtractionError` when the rules cannot be read; `ShippedFile.Missing`.
    package init(maximumBytes: Int, rulesFile: String?) throws {
        let path =
            try rulesFile
            ?? ShippedFile.path(
                installed: "extraction.yaml", built: "datanommer_Extraction.resources/extraction.yaml")
        let rules = try ExtractionRules.load(path: path)
        self.init(maximumBytes: maximumBytes) { envelope, topic in
            let found = rules.names(in: envelope, topic: topic)
            return MessageNames(
                users: found.users, packages: found.packages, isUnstorable: found.hasUnstorableName)
        }
    }
}
