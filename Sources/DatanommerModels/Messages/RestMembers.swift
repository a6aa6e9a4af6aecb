// SPDX-License-Identifier: Apache-2.0

internal import JSONText

/// The members of a message's rest, most often none.
struct RestMembers {
    private(set) var members: [JSONText.Member]

    init(_ rest: String?) {
        members = rest.flatMap { try? JSONText(validating: $0) }?.members() ?? []
    }

    mutating func take(_ name: String) -> JSONText? {
        guard let index = members.firstIndex(where: { $0.name == name }) else { return nil }
        return members.remove(at: index).value
    }

    mutating func takeAll(_ isTaken: (JSONText.Member) -> Bool) -> [(String, JSONText)] {
        defer { members.removeAll(where: isTaken) }
        return members.filter(isTaken).map { ($0.name, $0.value) }
    }
}
