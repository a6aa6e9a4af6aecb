// SPDX-License-Identifier: Apache-2.0

package import JSONText

/// Rules that tell whom and what a message is about. Their form is described at the head of the shipped file,
/// `extraction.yaml`.
package struct ExtractionRules: Sendable {
    /// What one application's messages hold, and where.
    struct Rule: Sendable {
        let name: String
        let topic: TopicPattern
        let users: [NamePath]
        let packages: [NamePath]
    }

    let rules: [Rule]
    private let fitting = FittingRules()

    init(rules: [Rule]) {
        self.rules = rules
    }

    /// The users and packages of a message: all that any rule whose topic fits finds in it.
    ///
    /// Whatever is no non-empty string, such as `null`, `""` or `42`, is no name. Takes time in proportion to the
    /// envelope's size and the number of paths that apply.
    ///
    /// - Parameters:
    ///   - envelope: the members of the whole message as it was said.
    ///   - topic: its dotted name.
    package func names(in envelope: JSONMembers, topic: String) -> ExtractedNames {
        var envelope = OpenedEnvelope(envelope)
        var users = NameCollector()
        var packages = NameCollector()
        for rule in fitting.rules(for: topic, of: rules) {
            for path in rule.users { path.collect(from: &envelope, into: &users) }
            for path in rule.packages { path.collect(from: &envelope, into: &packages) }
        }
        return ExtractedNames(
            users: users.sorted(), packages: packages.sorted(),
            hasUnstorableName: users.hasUnstorableName || packages.hasUnstorableName)
    }
    /// The same for an envelope whose members were not looked for yet.
    package func names(in envelope: JSONText, topic: String) -> ExtractedNames {
        names(in: JSONMembers(of: envelope), topic: topic)
    }
}
