// SPDX-License-Identifier: Apache-2.0

internal import JSONText

/// The members of a message's rest, most often none.
struct RestMembers {
    private(set) var members: [JSONText.Member]

    init(_ rest: String?) {
        members = rest.flatMap { try? JSONText(validating: $0) }?.members() ?? []
    }

    init(bytes rest: [UInt8]?) {
        members = rest.flatMap { try? JSONText(validating: $0) }?.members() ?? []
    }

    mutating func take(_ name: String) -> JSONText? {
        guard let index = members.firstIndex(where: { $0.name == name }) else { return nil }
        return members.remove(at: index).value
    }

    /// Takes what stands in `as_said`, because the archive's own word stands in its place.
    ///
    /// - Parameter believes: whether the spelling of a time is the publisher's own word.
    mutating func takeHidden<Failure: Error>(
        _ believes: (JSONText) throws(Failure) -> Bool
    ) throws(Failure) -> [JSONText.Member] {
        guard !members.isEmpty else { return [] }
        var shown: [JSONText.Member] = []
        var hidden: [JSONText.Member] = []
        for member in members {
            let isHidden =
                switch DumpPlace(of: member.name) {
                case .archive: true
                case .column: member.value.kind == .null
                case .time: try !believes(member.value)
                case .rest: false
                }
            if isHidden { hidden.append(member) } else { shown.append(member) }
        }
        members = shown
        return hidden
    }
}

/// Where a dump tells of a member of the rest.
private enum DumpPlace {
    /// The archive's own word stands there, whatever the envelope said.
    case archive
    /// Null stands there where nothing was said, and for `i` 0.
    case column
    /// The time of receipt stands there where no time was said.
    case time
    /// Behind all others.
    case rest

    init(of name: String) {
        self =
            switch name {
            case "msg_id", "category", "users", "packages", "source_name", "source_version", Message.asSaidMember,
                Message.notSaidMember, Message.verdictMember:
                .archive
            case "i", "username", "crypto", "certificate", "signature", "headers": .column
            case "timestamp": .time
            default: .rest
            }
    }
}
