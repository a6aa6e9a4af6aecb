// SPDX-License-Identifier: Apache-2.0

import Foundation
import JSONText

/// What the mutations begin with: messages captured on a bus, and the project's own files.
enum Seeds {
    private static let root = URL(filePath: #filePath).appending(path: "../../..").standardized.path

    /// The path of a file of the project.
    static func path(_ name: String) -> String { "\(root)/\(name)" }

    /// A file's bytes.
    static func file(_ name: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: URL(filePath: path(name))))
    }

    /// A file's lines that are JSON.
    static func lines(_ name: String) throws -> [JSONText] {
        try file(name).split(separator: UInt8(ascii: "\n")).compactMap { try? JSONText(validating: Array($0)) }
    }

    /// Topics and bodies captured on a bus, signed and not.
    static func frames() throws -> [(topic: [UInt8], body: [UInt8])] {
        try lines("Tests/SignaturesTests/Vectors/vectors.jsonl").compactMap { line in
            let frames = (line["frames"]?.elements() ?? []).compactMap { $0.string.flatMap { Data(base64Encoded: $0) } }
            return frames.count == 2 && frames[1].count < 8_000 ? ([UInt8](frames[0]), [UInt8](frames[1])) : nil
        }
    }

    /// Events that Salt put on its bus: messages of ZeroMQ, frames of streams, and payloads alone.
    static func events() throws -> [[UInt8]] {
        try ["eras", "real_master_2014.7.7_zmq"].flatMap { name in
            try lines("Tests/SaltTests/Vectors/\(name).jsonl").flatMap { line -> [[UInt8]] in
                let text = (line["msg_b64"] ?? line["frame_b64"])?.string
                guard let bytes = text.flatMap({ Data(base64Encoded: $0) }).map({ [UInt8]($0) }) else { return [] }
                let end = bytes.indices.dropLast().first { bytes[$0] == 10 && bytes[$0 + 1] == 10 }
                return [bytes] + (end.map { [Array(bytes[($0 + 2)...])] } ?? [])
            }
        }
    }

    /// Bodies of all kinds.
    static func bodies() throws -> [[UInt8]] {
        let generated = try lines("Tests/DatanommerModelsTests/Vectors/generated.jsonl").map { Array($0.bytes) }
        let canonical = try lines("Tests/JSONTextTests/Vectors/canonical_json.jsonl").compactMap { $0["in"]?.string }
        return try frames().map(\.body) + generated.prefix(500) + canonical.map { Array($0.utf8) }
    }
}
