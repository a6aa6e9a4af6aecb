// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import Settings

@Suite struct `The sample configuration` {
    private let sample = Self.root.appending(path: "etc/datanommer.yaml").path
    private let manualPage = Self.root.appending(path: "man/datanommer.yaml.5").path

    /// The top of the source tree.
    private static let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..").standardized

    @Test func `says what the defaults are`() throws {
        #expect(try Settings(contentsOf: sample) == Settings())
    }

    @Test func `shows every key that changes a setting, and no other`() throws {
        let text = try String(contentsOfFile: sample, encoding: .utf8)
        var parents: [String] = []
        var keys: [String] = []
        for line in text.split(separator: "\n") where !line.trimmingPrefix(while: \.isWhitespace).hasPrefix("#") {
            let depth = line.prefix { $0 == " " }.count / 2
            let words = line.split(separator: ":", maxSplits: 1)
            parents = parents.prefix(depth) + [words[0].trimmingCharacters(in: .whitespaces)]
            if words.count == 2 { keys.append(parents.joined(separator: ".")) }
        }
        #expect(keys == ChangedKey.all.map(\.key))
    }

    @Test func `explains each key with its default`() throws {
        let lines = try String(contentsOfFile: sample, encoding: .utf8).split(
            separator: "\n", omittingEmptySubsequences: false)
        for (above, line) in zip(lines, lines.dropFirst()) where line.contains(/^ *[a-z_]+: \S/) {
            #expect(above.trimmingPrefix(while: \.isWhitespace).hasPrefix("#"), "\(line)")
        }
    }

    @Test(arguments: ChangedKey.all)
    func `has each of its keys in the manual page`(changed: ChangedKey) throws {
        let page = try String(contentsOfFile: manualPage, encoding: .utf8)
        #expect(page.contains("\n.It Cm \(changed.key) Pq "))
    }
}
