// SPDX-License-Identifier: Apache-2.0

extension String {
    /// The text for a line on a terminal, where strangers must not move the cursor or turn the direction of writing: a
    /// question mark in place of each control and format character and line break.
    var forTerminal: String {
        let scalars = unicodeScalars.map { scalar -> Unicode.Scalar in
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator: "?"
            default: scalar
            }
        }
        return String(String.UnicodeScalarView(scalars))
    }
}
