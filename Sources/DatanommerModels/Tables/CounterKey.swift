// SPDX-License-Identifier: Apache-2.0

/// Which counter: that of a topic under a category.
struct CounterKey: Hashable, Comparable, Sendable {
    let topicID: Int64
    let categoryID: Int64

    static func < (left: CounterKey, right: CounterKey) -> Bool {
        (left.topicID, left.categoryID) < (right.topicID, right.categoryID)
    }
}
