// SPDX-License-Identifier: Apache-2.0

/// A dictionary of bounded size that forgets what was not asked for lately.
///
/// Two generations: what is asked for moves to the young one; when that is full, it becomes the old one, and the old one
/// is forgotten. However many new keys come in, what is in steady use stays.
struct RecentlyUsed<Key: Hashable, Value> {
    private let half: Int
    private var young: [Key: Value] = [:]
    private var old: [Key: Value] = [:]

    /// - Parameter limit: how many values are kept at the most, at least 2.
    init(limit: Int) {
        precondition(limit >= 2)
        half = limit / 2
    }

    /// How many there are; a key that moved to the young generation counts twice.
    var count: Int { young.count + old.count }

    mutating func value(for key: Key) -> Value? {
        if let value = young[key] { return value }
        guard let value = old[key] else { return nil }
        insert(value, for: key)
        return value
    }

    mutating func insert(_ value: Value, for key: Key) {
        if young.count >= half {
            old = young
            young = [:]
        }
        young[key] = value
    }
}

extension RecentlyUsed: Sendable where Key: Sendable, Value: Sendable {}
