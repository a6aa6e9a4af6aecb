// SPDX-License-Identifier: Apache-2.0

import JSONText

/// An envelope whose members, and theirs, are looked for once, however many paths lead through them: most lead to a member
/// of `msg`, which is most of the envelope.
struct OpenedEnvelope {
    let whole: JSONText
    private let members: JSONMembers
    private var opened: [String: JSONMembers] = [:]

    init(_ whole: JSONText) {
        self.whole = whole
        members = JSONMembers(of: whole)
    }

    /// The member of a member; nil if there is none.
    subscript(outer: String, inner: String) -> JSONText? {
        mutating get {
            if let known = opened[outer] { return known[inner] }
            guard let value = members[outer] else { return nil }
            let found = JSONMembers(of: value)
            opened[outer] = found
            return found[inner]
        }
    }
}
