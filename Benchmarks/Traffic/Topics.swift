// SPDX-License-Identifier: Apache-2.0

/// What is spoken about: 60 topics in 12 categories, of which a few have most of the messages.
enum Topics {
    struct Topic: Sendable {
        let category: String
        let name: String
    }

    static let all = Zipf(
        categories.flatMap { category, weight, events in
            let sum = events.indices.reduce(0.0) { $0 + 1 / Double($1 + 1) }
            return events.enumerated().map { place, event in
                let topic = Topic(category: category, name: "org.fedoraproject.prod.\(category).\(event)")
                return (topic, weight / Double(place + 1) / sum)
            }
        })

    private static let categories: [(name: String, weight: Double, events: [String])] = [
        ("buildsys", 30, words("build.state.change task.state.change rpm.sign tag untag repo.init repo.done list")),
        ("copr", 18, words("build.start build.end chroot.start worker.create")),
        ("git", 12, words("receive branch lookaside.new mass_branch.start mass_branch.complete")),
        ("bodhi", 10, words("update.comment update.request update.complete update.edit buildroot.tag mashing karma")),
        ("koschei", 8, words("package.state.change collection.state.change group.change")),
        ("pagure", 7, words("issue.new issue.comment issue.edit request.new request.comment request.closed push")),
        ("github", 4, words("push request.opened request.closed issue.opened issue.comment status webhook")),
        ("wiki", 3, words("article.edit upload.complete article.move")),
        ("fedbadges", 2.5, words("badge.award person.rank.advance person.login.first")),
        ("meetbot", 2, words("meeting.start meeting.complete meeting.topic.update")),
        ("fas", 2, words("user.create user.update group.apply group.sponsor group.remove role.update")),
        ("ansible", 1.5, words("playbook.start playbook.complete host.failed receive")),
    ]

    private static func words(_ text: String) -> [String] { text.split(separator: " ").map(String.init) }
}
