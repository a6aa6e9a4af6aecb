// SPDX-License-Identifier: Apache-2.0

import DatanommerTesting
import Foundation
import JSONText
import Testing

/// The file that a feed writes.
struct FeedFile: Sendable {
    let path: String

    /// The numbers of the messages in it, in the order in which they stand there.
    func numbers() throws -> [Int] {
        guard let data = FileManager.default.contents(atPath: path) else { return [] }
        return try String(decoding: data, as: UTF8.self).split(separator: "\n").map { line in
            let msgID = try JSONText(validating: String(line))["msg_id"]?.string ?? ""
            return try #require(NumberedLoad.number(msgID), "\(line)")
        }
    }

    /// Waits until some messages are there, whatever else is.
    func holds(_ wanted: some Sequence<Int>) async throws {
        let wanted = Set(wanted)
        var missing = wanted
        do {
            _ = try await eventually("messages in \(path)", within: .seconds(120)) { () -> Bool? in
                // A line may be half written while it is read.
                if let there = try? numbers() { missing = wanted.subtracting(there) }
                return missing.isEmpty ? true : nil
            }
        } catch let error as ScratchError {
            throw Incomplete(description: "\(error): \(missing.count) are missing, \(missing.sorted().prefix(3))")
        }
    }
}

extension ScratchArchive {
    /// The file of a feed that `configure` names.
    func file(of feed: String) -> FeedFile { FeedFile(path: "\(folder)/\(feed).ndjson") }

    /// Writes a configuration with feeds to files; the options that name it.
    ///
    /// - Parameter feeds: the keys of each, beside where it goes.
    func configure(_ feeds: KeyValuePairs<String, String>) throws -> [String] {
        let lines = feeds.map { name, keys in
            "  \(name): {\(keys.isEmpty ? "" : keys + ", ")to: {file: {path: \"\(file(of: name).path)\"}}}\n"
        }
        return ["--config", try write("feeds:\n\(lines.joined())", to: "daemon.yaml")]
    }
}
