// SPDX-License-Identifier: Apache-2.0

/// Bytes that are not one acceptable JSON value, and where that shows.
package struct JSONError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Why the bytes were refused.
    package struct Code: Hashable, Sendable {
        private enum Kind { case malformed, notUTF8, tooDeep, integerTooLong }
        private let kind: Kind

        /// Not JSON: a byte that cannot stand where it stands, or an end too early.
        package static let malformed = Code(kind: .malformed)
        /// A string holds bytes that are not UTF-8 (surrogates as three bytes, CESU-8, are not either).
        package static let notUTF8 = Code(kind: .notUTF8)
        /// Objects and arrays are nested deeper than `JSONText.maximumDepth`.
        package static let tooDeep = Code(kind: .tooDeep)
        /// An integer has more digits than `JSONText.maximumIntegerDigits`.
        package static let integerTooLong = Code(kind: .integerTooLong)

        fileprivate var meaning: String {
            switch kind {
            case .malformed: "not JSON"
            case .notUTF8: "not UTF-8"
            case .tooDeep: "nested deeper than \(JSONText.maximumDepth) levels"
            case .integerTooLong: "an integer of more than \(JSONText.maximumIntegerDigits) digits"
            }
        }
    }

    /// Why the bytes were refused.
    package let code: Code
    /// The first offending byte, counted from 0; the number of bytes if they ended too early.
    package let offset: Int

    /// The reason and the place, without a byte of the text itself.
    package var description: String { "\(code.meaning), at byte \(offset)" }
}
