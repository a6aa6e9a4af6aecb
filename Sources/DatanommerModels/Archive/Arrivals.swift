// SPDX-License-Identifier: Apache-2.0

/// A batch sorted by what is to be done with each message; pure.
struct Arrivals: Hashable {
    /// To be stored, in order of arrival.
    private(set) var new: [Message] = []
    /// Said before: nothing to do.
    private(set) var duplicates: [Message] = []
    /// The identity of another message: to be set aside.
    private(set) var otherClaims: [Message] = []
    /// The identities of those that are new, with their times.
    private(set) var identities: [ExactText: Timestamp] = [:]

    /// - Parameter known: the identities that are stored.
    init(_ batch: [Message], known: KnownIdentities) {
        identities.reserveCapacity(batch.count)
        // By their places: a message has twenty parts, and copying it costs more than looking it up.
        var (newPlaces, isAllNew) = ([Int](), true)
        newPlaces.reserveCapacity(batch.count)
        for place in batch.indices {
            let key = ExactText(batch[place].msgID)
            guard let time = identities[key] ?? known.time(of: key, like: batch[place].timestamp) else {
                identities[key] = batch[place].timestamp
                newPlaces.append(place)
                continue
            }
            isAllNew = false
            // A time of receipt is not the message's own claim: the second arrival is later by nature.
            if time == batch[place].timestamp || !batch[place].timestampWasSaid {
                duplicates.append(batch[place])
            } else {
                otherClaims.append(batch[place])
            }
        }
        new = isAllNew ? batch : newPlaces.map { batch[$0] }
    }

    /// What appending them came to.
    ///
    /// - Parameter positions: those that the new ones got.
    func append(after end: JournalEnd?, _ positions: [Int64]) -> LastAppend {
        guard let position = positions.last, let newest = new.last else {
            return LastAppend(before: end, after: end, identities: [:])
        }
        return LastAppend(
            before: end, after: JournalEnd(position: position, msgID: ExactText(newest.msgID)), identities: identities)
    }
}
