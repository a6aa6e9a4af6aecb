// SPDX-License-Identifier: Apache-2.0

/// The identities that are stored, each with its time, or with several where claims to it lie too far apart to be found; pure.
struct KnownIdentities: Hashable {
    private var times: [ExactText: Timestamp] = [:]
    /// The times beyond the first of an identity. Rarely any.
    private var others: [ExactText: Set<Timestamp>] = [:]

    /// Those that were stored after these were looked up.
    private var later: [ExactText: Timestamp] = [:]

    /// Those of some rows.
    init(_ rows: [(msgID: String, time: Timestamp)] = []) {
        for row in rows { insert(ExactText(row.msgID), row.time) }
    }

    /// The identities.
    var msgIDs: Set<ExactText> { Set(times.keys).union(later.keys) }

    /// These, and some that were stored since.
    func with(_ later: [ExactText: Timestamp]) -> KnownIdentities {
        var known = self
        known.later = later
        return known
    }

    private mutating func insert(_ msgID: ExactText, _ time: Timestamp) {
        guard let first = times[msgID] else {
            times[msgID] = time
            return
        }
        if first != time { others[msgID, default: []].insert(time) }
    }

    /// The time that an identity is stored with: this one, if it is among them; nil if it is not stored.
    func time(of msgID: ExactText, like time: Timestamp) -> Timestamp? {
        if !others.isEmpty, others[msgID]?.contains(time) == true { return time }
        return times[msgID] ?? later[msgID]
    }
}
