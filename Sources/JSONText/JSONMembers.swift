// SPDX-License-Identifier: Apache-2.0

/// The members of an object, found in one walk, for those who ask for several of them by name.
///
/// It knows where they stand, not what they are: nothing is copied before it is asked for.
package struct JSONMembers: Sendable {
    private struct Place {
        /// With its quotes.
        let name: Range<Int>
        let value: Range<Int>
        /// Whether the name is spelled with escapes.
        let isEscaped: Bool
    }

    /// The value whose members they are.
    package let whole: JSONText
    private var places: [Place] = []

    /// The members of a value; none if it is no object.
    package init(of value: JSONText) {
        whole = value
        guard value.kind == .object else { return }
        // An envelope has some ten members, and its msg hardly more.
        places.reserveCapacity(16)
        value.bytes.withUnsafeBytes { buffer in
            var walker = JSONWalker(buffer)
            walker.enter()
            while let name = walker.nextValue(), let value = walker.nextValue() {
                let isEscaped = buffer[name].contains(.backslash)
                places.append(Place(name: name, value: value, isEscaped: isEscaped))
            }
        }
    }

    /// How many there are, duplicates included.
    package var count: Int { places.count }

    /// The member of this name, the last of several, as ``JSONText/subscript(_:)`` finds it.
    package subscript(name: String) -> JSONText? {
        var found: Int?
        forEachPlace(of: name) { found = $0 }
        return found.map { value(at: $0) }
    }

    /// The value of one member by its place, from 0.
    package func value(at place: Int) -> JSONText {
        JSONText(known: whole.slice(places[place].value))
    }

    /// One member by its place, from 0.
    package subscript(place: Int) -> JSONText.Member {
        JSONText.Member(rawName: whole.slice(places[place].name), value: value(at: place))
    }

    /// Tells the places of all members of a name, in their order.
    package func forEachPlace(of name: String, _ body: (Int) -> Void) {
        var name = name
        name.withUTF8 { wanted in
            whole.bytes.withUnsafeBytes { buffer in
                for index in places.indices where isSpelled(buffer, places[index], wanted) { body(index) }
            }
        }
    }

    /// Whether a name without escapes is these bytes, or one with escapes stands for them.
    @inline(__always)
    private func isSpelled(
        _ buffer: UnsafeRawBufferPointer, _ place: Place, _ wanted: UnsafeBufferPointer<UInt8>
    ) -> Bool {
        guard !place.isEscaped else {
            return UnescapedString.isSpelled(buffer[place.name], String(decoding: wanted, as: UTF8.self))
        }
        guard place.name.count == wanted.count + 2 else { return false }
        let start = place.name.lowerBound + 1
        return wanted.indices.allSatisfy { buffer[start + $0] == wanted[$0] }
    }
}
