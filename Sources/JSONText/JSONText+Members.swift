// SPDX-License-Identifier: Apache-2.0

extension JSONText {
    /// One name and its value in an object.
    package struct Member: Hashable, Sendable {
        /// The name as it was said, with its quotes and escapes.
        package let rawName: ArraySlice<UInt8>
        /// The value as it was said.
        package let value: JSONText

        /// The name it stands for; each lone surrogate in it becomes U+FFFD.
        package var name: String { UnescapedString(rawName).textWithReplacements }

        /// The name as a JSON string, to be looked at as closely as any other.
        package var nameText: JSONText { JSONText(known: rawName) }
    }

    /// The members of an object in their order, duplicates included; none if this is no object.
    package func members() -> [Member] {
        guard kind == .object else { return [] }
        return bytes.withUnsafeBytes { buffer in
            var members: [Member] = []
            // An envelope has some ten members; growing there step by step costs as much as finding them.
            members.reserveCapacity(16)
            var walker = JSONWalker(buffer)
            walker.enter()
            while let name = walker.nextValue(), let value = walker.nextValue() {
                members.append(Member(rawName: slice(name), value: JSONText(known: slice(value))))
            }
            return members
        }
    }

    /// The elements of an array in their order; none if this is no array.
    package func elements() -> [JSONText] {
        guard kind == .array else { return [] }
        return bytes.withUnsafeBytes { buffer in
            var elements: [JSONText] = []
            var walker = JSONWalker(buffer)
            walker.enter()
            while let range = walker.nextValue() { elements.append(JSONText(known: slice(range))) }
            return elements
        }
    }

    /// The member of this name, the last of several as in Python; nil if there is none or this is no object.
    ///
    /// Names are compared by code points, without Unicode normalisation.
    package subscript(name: String) -> JSONText? {
        guard kind == .object else { return nil }
        return bytes.withUnsafeBytes { buffer in
            var found: Range<Int>?
            var walker = JSONWalker(buffer)
            walker.enter()
            while let rawName = walker.nextValue(), let value = walker.nextValue() {
                if UnescapedString.isSpelled(buffer[rawName], name) { found = value }
            }
            return found.map { JSONText(known: slice($0)) }
        }
    }

    /// The bytes at offsets counted from the first byte of this value.
    func slice(_ range: Range<Int>) -> ArraySlice<UInt8> {
        bytes[(bytes.startIndex + range.lowerBound)..<(bytes.startIndex + range.upperBound)]
    }
}
