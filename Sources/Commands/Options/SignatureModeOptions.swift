// SPDX-License-Identifier: Apache-2.0

package import ArgumentParser
package import Settings

/// What becomes of messages by their signatures.
package struct SignatureModeOptions: ParsableArguments {
    @Option(
        name: .customLong("signatures"),
        help: ArgumentHelp(
            "off; record: store each message with what the check found; require: set aside what is not signed well.",
            valueName: "mode"))
    package var mode: Settings.Signatures.Mode?

    @OptionGroup package var trust: SignatureOptions

    package init() {}

    /// Puts what the options say over what the settings say.
    package func apply(to settings: inout Settings.Signatures) {
        if let mode { settings.mode = mode }
        trust.apply(to: &settings)
    }
}

extension Settings.Signatures.Mode: ExpressibleByArgument {}
