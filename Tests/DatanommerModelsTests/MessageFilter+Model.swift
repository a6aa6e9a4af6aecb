// SPDX-License-Identifier: Apache-2.0

import DatanommerModels

extension MessageFilter {
    /// What the filter means, said without a database. Texts are looked for as they stand in the body.
    func means(_ message: Message) -> Bool {
        isInTime(message) && isNamed(message) && isAbout(message)
            && (contains.isEmpty || contains.contains { message.msg.contains($0) })
    }

    private func isInTime(_ message: Message) -> Bool {
        (start.map { $0 <= message.timestamp } ?? true) && (end.map { message.timestamp <= $0 } ?? true)
    }

    private func isNamed(_ message: Message) -> Bool {
        (topics.isEmpty || topics.contains(message.topic)) && !notTopics.contains(message.topic)
            && (categories.isEmpty || categories.contains(message.category))
            && !notCategories.contains(message.category) && (msgIDs.isEmpty || msgIDs.contains(message.msgID))
    }

    private func isAbout(_ message: Message) -> Bool {
        (users.isEmpty || !message.users.allSatisfy { !users.contains($0) })
            && message.users.allSatisfy { !notUsers.contains($0) }
            && (packages.isEmpty || !message.packages.allSatisfy { !packages.contains($0) })
            && message.packages.allSatisfy { !notPackages.contains($0) }
    }

    /// A filter of one to four properties of messages that are there, and some that are not.
    static func random(of messages: [Message], using generator: inout some RandomNumberGenerator) -> MessageFilter {
        var filter = MessageFilter()
        for _ in 0..<Int.random(in: 1...4, using: &generator) {
            filter.restrict(Int.random(in: 0..<12, using: &generator), to: messages, using: &generator)
        }
        return filter
    }

    private mutating func restrict(
        _ property: Int, to messages: [Message], using generator: inout some RandomNumberGenerator
    ) {
        let picked = messages.shuffled(using: &generator).prefix(Int.random(in: 1...3, using: &generator))
        let times = picked.map(\.timestamp).sorted()
        switch property {
        case 0: start = times.first
        case 1: end = times.last
        case 2: topics = picked.map(\.topic)
        case 3: categories = picked.map(\.category) + ["absent"]
        case 4: users = picked.flatMap(\.users) + ["absent"]
        case 5: packages = picked.flatMap(\.packages) + ["absent"]
        case 6: contains = picked.map { String($0.msg.prefix(12)) }
        case 7: msgIDs = picked.map(\.msgID) + ["absent"]
        case 8: notTopics = picked.map(\.topic) + ["absent"]
        case 9: notCategories = picked.map(\.category)
        case 10: notUsers = picked.flatMap(\.users) + ["absent"]
        default: notPackages = picked.flatMap(\.packages) + ["absent"]
        }
    }
}
