// SPDX-License-Identifier: Apache-2.0

package import DatanommerModels
internal import Extraction
internal import JSONText
package import Settings

extension MessageDecoder {
    /// Decodes what publishers say, as the settings say: names by the rules, signatures by the files of trust.
    ///
    /// - Throws: `ExtractionError`, `SignatureError` when a file cannot be read; `ShippedFile.Missing`.
    package init(_ settings: Settings) throws {
        self.init(
            maximumBytes: settings.intake.maximumMessageBytes, check: try settings.signatures.check(),
            names: try Self.names(rulesFile: settings.extraction.rules))
    }

    /// Finds names by the rules of a file; nil is the one that comes with the program.
    static func names(rulesFile: String?) throws -> NameRules {
        let path =
            try rulesFile
            ?? ShippedFile.path(
                installed: "extraction.yaml", built: "datanommer_Extraction.resources/extraction.yaml")
        let rules = try ExtractionRules.load(path: path)
        return { envelope, topic in
            let found = rules.names(in: envelope, topic: topic)
            return MessageNames(
                users: found.users, packages: found.packages, isUnstorable: found.hasUnstorableName)
        }
    }
}
