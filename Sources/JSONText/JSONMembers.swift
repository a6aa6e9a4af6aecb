// SPDX-License-Identifier: Apache-2.0

/// The members of an object, found in one walk, for those who ask for several of them.
package struct JSONMembers: Sendable {
    private let members: [JSONText.Member]

    /// The members of a value; none if it is no object.
    package init(of value: JSONText) {
        members = value.members()
    }

    /// The member of this name, as ``JSONText/subscript(_:)`` finds it.
    package subscript(name: String) -> JSONText? {
        members.last { member in
            member.rawName.withUnsafeBytes { UnescapedString.isSpelled($0[...], name) }
        }?.value
    }
}
