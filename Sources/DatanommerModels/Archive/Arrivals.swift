// SPDX-License-Identifier: Apache-2.0

/// A batch sorted by what is to be done with each message; pure.
struct Arrivals: Hashable {
    /// To be stored, in order of arrival.
    private(set) var new: [Message] = []
    /// Said before: nothing to do.
    private(set) var duplicates: [Message] = []
    /// The identity of another message: to be set aside.
    private(set) var otherClaims: [Message] = []

    /// - Parameter known: the identities that are stored.
    init(_ batch: [Message], known: KnownIdentities) {
        var known = known
        known.reserve(batch.count)
        // By their places: a message has twenty parts, and copying it costs more than looking it up.
        var (newPlaces, isAllNew) = ([Int](), true)
        newPlaces.reserveCapacity(batch.count)
        for place in batch.indices {
            let key = ExactText(batch[place].msgID)
            guard let time = known.time(of: key, like: batch[place].timestamp) else {
                known.insert(key, batch[place].timestamp)
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
}
