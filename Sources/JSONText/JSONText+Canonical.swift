// SPDX-License-Identifier: Apache-2.0

extension JSONText {
    /// The form that fedmsg signs: names in the order of code points, the last of equal names only, no white space, ASCII
    /// with lower-case `\uxxxx`, integers as said, other numbers as Python's `repr` has them.
    ///
    /// Time is linear in the size apart from the sorting, the call stack flat.
    ///
    /// - Parameter omitted: names of this object's own members to leave out, such as the signature itself.
    package func canonical(omitting omitted: Set<String> = []) -> [UInt8] {
        bytes.withUnsafeBytes { buffer in
            var writer = CanonicalWriter(outline: JSONOutline(of: buffer), bytes: bytes)
            return writer.written(omitting: omitted)
        }
    }
}
