// SPDX-License-Identifier: Apache-2.0

/// Bytes that are not one value of MessagePack that can be kept, and where that shows.
package struct MessagePackError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Why the bytes were refused.
    package struct Code: Hashable, Sendable {
        private enum Kind { case cut, unknownByte, trailing, tooDeep }
        private let kind: Kind

        /// The bytes end before the value does: they were cut, or a length lies.
        package static let cut = Code(kind: .cut)
        /// The byte 0xC1, which begins nothing.
        package static let unknownByte = Code(kind: .unknownByte)
        /// There are bytes behind the value.
        package static let trailing = Code(kind: .trailing)
        /// The value is nested deeper than a message may be.
        package static let tooDeep = Code(kind: .tooDeep)

        fileprivate var meaning: String {
            switch kind {
            case .cut: "ends before its value does"
            case .unknownByte: "a byte that begins nothing"
            case .trailing: "more than one value"
            case .tooDeep: "nested too deeply"
            }
        }
    }

    /// Why the bytes were refused.
    package let code: Code
    /// The first offending byte, counted from 0; the number of bytes if they ended too early.
    package let offset: Int

    init(_ code: Code, at offset: Int) {
        self.code = code
        self.offset = offset
    }

    /// The reason and the place, without a byte of the content.
    package var description: String { "\(code.meaning), at byte \(offset)" }
}
