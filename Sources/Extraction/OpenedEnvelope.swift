// SPDX-License-Identifier: Apache-2.0

import JSONText

/// An envelope whose members, and theirs, are looked for once, however many paths lead through them: most lead to a member
/// of `msg`, which is most of the envelope.
struct OpenedEnvelope {
    private let members: JSONMembers
    /// One or two.
    private var opened: [(name: String, members: JSONMembers)] = []

    init(_ members: JSONMembers) {
        self.members = members
    }

    var whole: JSONText { members.whole }

    /// The member of a member; nil if there is none.
    subscript(outer: String, inner: String) -> JSONText? {
        mutating get {
            if let known = opened.firstIndex(where: { $0.name == outer }) { return opened[known].members[inner] }
            guard let value = members[outer] else { return nil }
            opened.append((outer, JSONMembers(of: value)))
            return opened[opened.count - 1].members[inner]
        }
    }
}
