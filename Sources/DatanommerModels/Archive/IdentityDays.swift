// SPDX-License-Identifier: Apache-2.0

/// On which days the identities of some messages are looked for in SQLite, so that an append touches few pages however many
/// messages there are; pure.
///
/// A second arrival carries the time of the first, and so its day. Another claim to an identity carries another time: it is
/// found on the days around its own, and on what is today and yesterday. One of a time further away is not found, and stored
/// beside the first, as the key allows. PostgreSQL looks further (``IdentityWindow``): a partition has more days.
struct IdentityDays: Hashable {
    let msgIDs: [String]
    /// Nil: all days, for messages whose time is that of receipt.
    let days: [Int64]?

    /// What is looked for, for a batch: once for each day that its messages are of.
    static func groups(of batch: [Message], now: Timestamp) -> [IdentityDays] {
        let unsaid = batch.indices.filter { !batch[$0].timestampWasSaid }
        let said = batch.indices.filter { batch[$0].timestampWasSaid }
        let today = now.dayNumber
        let byDay = Dictionary(grouping: said) { batch[$0].timestamp.dayNumber }
        let groups = byDay.sorted { $0.key < $1.key }.map { day, places in
            let days = Set([day - 1, day, day + 1, today - 1, today])
            return IdentityDays(msgIDs: places.map { batch[$0].msgID }, days: days.sorted())
        }
        return unsaid.isEmpty ? groups : [IdentityDays(msgIDs: unsaid.map { batch[$0].msgID }, days: nil)] + groups
    }
}
