// SPDX-License-Identifier: Apache-2.0

/// The identity given to a message that came without one.
enum MessageID {
    /// The namespace of these identities: any fixed UUID does, and this one must never change.
    private static let namespace: [UInt8] = [
        0x6b, 0x1c, 0x5e, 0x0a, 0x97, 0x42, 0x4d, 0x0f, 0x8a, 0x35, 0xd2, 0x7e, 0x61, 0xf4, 0x3b, 0x90,
    ]

    /// The most bytes that a msg_id may have: a key that every index can hold (a b-tree of PostgreSQL takes 2,704).
    static let maximumBytes = 1_024

    /// `<year>-<UUID of version 5>` (RFC 9562, 5.5): the same envelope said twice gets the same identity.
    ///
    /// - Parameter year: that of the time the envelope tells; nil, which is spelled 0000, where it tells none.
    static func derived(fromCanonical envelope: [UInt8], year: Int?) -> String {
        derived(from: namespace + envelope, year: year)
    }

    /// The identity of an event of Salt, which never has one: `<year>-<UUID>` of tag and body, the time among it. A tag has
    /// no NUL, and no canonical envelope begins with one.
    static func derived(fromSaltTag tag: String, orderedBody: [UInt8], year: Int?) -> String {
        var name = namespace
        name.reserveCapacity(namespace.count + tag.utf8.count + orderedBody.count + 2)
        name.append(0)
        name.append(contentsOf: tag.utf8)
        name.append(0)
        name.append(contentsOf: orderedBody)
        return derived(from: name, year: year)
    }

    private static func derived(from name: [UInt8], year: Int?) -> String {
        var uuid = Array(Digest.sha1(name).prefix(16))
        uuid[6] = uuid[6] & 0x0F | 0x50
        uuid[8] = uuid[8] & 0x3F | 0x80
        // Every message of Salt needs one: written at once, a twentieth of what it costs is saved.
        var text = Array(padded(year ?? 0, 4).utf8)
        text.reserveCapacity(text.count + 37)
        for (place, byte) in uuid.enumerated() {
            if place == 0 || (4...10).contains(place) && place.isMultiple(of: 2) { text.append(UInt8(ascii: "-")) }
            text.append(digit(byte >> 4))
            text.append(digit(byte & 15))
        }
        return String(decoding: text, as: UTF8.self)
    }

    private static func digit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
    }
}
