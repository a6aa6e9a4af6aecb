// SPDX-License-Identifier: Apache-2.0

internal import Foundation
internal import Yams

extension ExtractionRules {
    /// Reads the rules in a file.
    ///
    /// - Throws: `ExtractionError` with the file, or with the rule and key that is wrong.
    package static func load(path: String) throws(ExtractionError) -> ExtractionRules {
        let yaml: String
        do {
            yaml = try String(contentsOfFile: path, encoding: .utf8)
        } catch {
            throw ExtractionError(
                code: .unreadable, place: path, message: "cannot be read: \(error.localizedDescription)")
        }
        do throws(ExtractionError) {
            return try ExtractionRules(yaml: yaml)
        } catch {
            throw ExtractionError(code: error.code, place: "\(path), \(error.place)", message: error.message)
        }
    }

    /// Reads rules.
    ///
    /// - Throws: `ExtractionError` with the rule and key that is wrong; a key that is not known is.
    package init(yaml: String) throws(ExtractionError) {
        let file = try RulesNode(yaml: yaml)
        try file.allowOnly("rules", "every_user", "every_package")
        let everyUser = try file["every_user"].map { node throws(ExtractionError) in try node.steps() } ?? []
        let everyPackage = try file["every_package"].map { node throws(ExtractionError) in try node.steps() } ?? []
        var rules: [Rule] = []
        for node in try file.required("rules").list() {
            let rule = try Rule(node, everyUser: everyUser, everyPackage: everyPackage)
            guard !rules.contains(where: { $0.name == rule.name }) else {
                throw node.error(.duplicateName, "there is another rule of the name \"\(rule.name)\"")
            }
            rules.append(rule)
        }
        self.rules = rules
    }
}

extension ExtractionRules.Rule {
    fileprivate init(
        _ unnamed: RulesNode, everyUser: [NameStep], everyPackage: [NameStep]
    ) throws(ExtractionError) {
        name = try unnamed.required("name").text()
        let node = unnamed.renamed("rule \"\(name)\"")
        try node.allowOnly("name", "topic", "users", "packages")
        topic = TopicPattern(try node.required("topic").text())
        users = try node.paths("users", then: everyUser)
        packages = try node.paths("packages", then: everyPackage)
        guard !users.isEmpty || !packages.isEmpty else {
            throw node.error(.missingKey, "wants a list of paths under users, packages or both")
        }
    }
}
