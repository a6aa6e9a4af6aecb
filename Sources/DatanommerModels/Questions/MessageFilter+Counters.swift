// SPDX-License-Identifier: Apache-2.0

extension MessageFilter {
    /// Whether the counters alone can tell how many messages are meant: topics and categories matter, nothing else.
    var isAnsweredByCounters: Bool {
        var other = self
        other.topics = []
        other.categories = []
        other.notTopics = []
        other.notCategories = []
        return other == MessageFilter()
    }
}
