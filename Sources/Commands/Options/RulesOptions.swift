// SPDX-License-Identifier: Apache-2.0

package import ArgumentParser
package import DatanommerModels
package import Settings

/// By which rules users and packages are found.
package struct RulesOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The extraction rules, instead of the configured ones.", valueName: "file"))
    package var rules: String?

    package init() {}

    /// Decodes messages, finding names by the rules of the option, of the settings, or those that come with the program.
    ///
    /// - Throws: `ExtractionError` when the rules cannot be read; `ShippedFile.Missing`.
    package func decoder(_ settings: Settings) throws -> MessageDecoder {
        MessageDecoder(
            maximumBytes: settings.intake.maximumMessageBytes,
            names: try MessageDecoder.names(rulesFile: rules ?? settings.extraction.rules))
    }
}
