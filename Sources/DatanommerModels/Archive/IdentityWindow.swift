// SPDX-License-Identifier: Apache-2.0

internal import SQL

/// Where in time the identities of some messages are looked for, so that an append touches few partitions however many
/// there are; pure.
///
/// A second arrival carries the time of the first. Another claim to an identity carries another time: it is found around
/// its own, and in what was said lately. One of a time far from the first, and long after it, is not found, and stored
/// beside it, as the key allows.
struct IdentityWindow: Hashable {
    let msgIDs: [String]
    /// Nil: everywhere, for messages whose time is that of receipt.
    let times: ClosedRange<Timestamp>?

    /// How far around a message's own time another claim is looked for, and how far back from now: 31 days.
    static let reach = Duration.seconds(31 * 24 * 3_600)

    /// The windows of a batch: one where all its messages are of about one time, as they usually are.
    static func windows(of batch: [Message]) -> [IdentityWindow] {
        let unsaid = batch.indices.filter { !batch[$0].timestampWasSaid }
        var windows =
            unsaid.isEmpty ? [] : [IdentityWindow(msgIDs: unsaid.map { batch[$0].msgID }, times: nil)]
        let said = batch.indices.filter { batch[$0].timestampWasSaid }
        var rest = said.sorted { batch[$0].timestamp < batch[$1].timestamp }[...]
        while let first = rest.first {
            var last = first
            // A window ends where the next message lies further away than it reaches.
            let members = rest.prefix { place in
                guard batch[place].timestamp <= batch[last].timestamp.advanced(by: reach) else { return false }
                last = place
                return true
            }
            let times = batch[first].timestamp.advanced(by: .zero - reach)...batch[last].timestamp.advanced(by: reach)
            windows.append(IdentityWindow(msgIDs: members.map { batch[$0].msgID }, times: times))
            rest = rest.dropFirst(members.count)
        }
        return windows
    }
}
