// SPDX-License-Identifier: Apache-2.0

import Foundation
import JSONText
import Testing

@testable import Extraction

/// Real messages, and what the library of the applications' own authors extracts from them.
private struct Example {
    let message: JSONText
    let topic: String
    let users: [String]?
    let packages: [String]?

    init(line: JSONText) throws {
        message = try #require(line["message"])
        topic = try #require(message["topic"]?.string)
        users = Self.names(line["usernames"])
        packages = Self.names(line["packages"])
    }

    /// `null` is nothing stated, which is not the same as no names.
    private static func names(_ stated: JSONText?) -> [String]? {
        guard let stated, stated.kind == .array else { return nil }
        return stated.elements().compactMap(\.string).sorted()
    }
}

@Suite struct `The shipped rules` {
    private func rules() throws -> ExtractionRules {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        return try .load(path: root.appendingPathComponent("Sources/Extraction/Rules/extraction.yaml").path)
    }

    private func examples() throws -> [Example] {
        let url = try #require(
            Bundle.module.url(forResource: "fedora_messages", withExtension: "jsonl", subdirectory: "Messages"))
        return try Data(contentsOf: url).split(separator: UInt8(ascii: "\n"))
            .map { try Example(line: JSONText(validating: Array($0))) }
    }

    @Test func `find just the stated users in nine of ten real messages`() throws {
        let rules = try rules()
        let stated = try examples().filter { $0.users != nil }
        let right = stated.filter { rules.names(in: $0.message, topic: $0.topic).users == $0.users }
        print("users: \(right.count) of \(stated.count) messages right")
        #expect(stated.count == 224)
        #expect(Double(right.count) >= 0.9 * Double(stated.count))
    }

    @Test func `find just the stated packages in nine of ten real messages`() throws {
        let rules = try rules()
        let stated = try examples().filter { $0.packages != nil }
        let right = stated.filter { rules.names(in: $0.message, topic: $0.topic).packages == $0.packages }
        print("packages: \(right.count) of \(stated.count) messages right")
        #expect(stated.count == 206)
        #expect(Double(right.count) >= 0.9 * Double(stated.count))
    }

    @Test func `find nothing unstorable in real messages`() throws {
        let rules = try rules()
        let odd = try examples().filter { rules.names(in: $0.message, topic: $0.topic).hasUnstorableName }
        #expect(odd.isEmpty)
    }

    @Test(arguments: ["", "a.b", "a.b.c.", "org.fedoraproject.prod.bodhi"])
    func `keep to the conventions of the bus whatever the topic`(_ topic: String) throws {
        let envelope = try JSONText(validating: #"{"msg":{"agent":"Ralph","user":null,"username":"","owner":42}}"#)
        #expect(try rules().names(in: envelope, topic: topic) == ExtractedNames(users: ["ralph"]))
    }

    @Test(arguments: ["null", "[]", "{}", "1", #"{"msg":null}"#, #"{"msg":[]}"#, #"{"msg":"agent"}"#])
    func `find nothing where there is nothing`(_ said: String) throws {
        let topic = "org.fedoraproject.prod.bodhi.update.comment"
        #expect(try rules().names(in: JSONText(validating: said), topic: topic) == ExtractedNames())
    }
}
