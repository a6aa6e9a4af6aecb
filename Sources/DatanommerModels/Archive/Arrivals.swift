// SPDX-License-Identifier: Apache-2.0

/// A batch sorted by what is to be done with each message; pure.
struct Arrivals: Hashable {
    /// To be stored, in order of arrival.
    private(set) var new: [Message] = []
    /// Said before: nothing to do.
    private(set) var duplicates: [Message] = []
    /// The identity of another message: to be set aside.
    private(set) var otherClaims: [Message] = []

    /// - Parameter known: the time that each stored identity has.
    init(_ batch: [Message], known: [ExactText: Timestamp]) {
        var known = known
        for message in batch {
            guard let time = known[ExactText(message.msgID)] else {
                known[ExactText(message.msgID)] = message.timestamp
                new.append(message)
                continue
            }
            // A time of receipt is not the message's own claim: the second arrival is later by nature.
            if time == message.timestamp || !message.timestampWasSaid {
                duplicates.append(message)
            } else {
                otherClaims.append(message)
            }
        }
    }
}
