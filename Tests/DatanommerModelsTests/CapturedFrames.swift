// SPDX-License-Identifier: Apache-2.0

import Foundation
import JSONText
import Testing

/// Frames captured from the real fedmsg.
struct CapturedFrames: Sendable, CustomTestStringConvertible {
    /// The capture's name.
    let id: String
    /// The frames, most often a topic and a body.
    let frames: [[UInt8]]
    /// SHA-1, in hexadecimal, of the canonical body without signature and certificate; nil where the body is no object.
    let canonicalSHA1: String?

    var testDescription: String { id }

    /// The body, if there are two frames and it is an object with a topic.
    var envelope: JSONText? {
        guard frames.count == 2, let body = try? JSONText(validating: frames[1]) else { return nil }
        return body["topic"]?.kind == .string ? body : nil
    }

    /// The captures of both files that have frames.
    static let all: [CapturedFrames] =
        VectorFile.lines("vectors.jsonl").compactMap(CapturedFrames.init)
        + VectorFile.lines("delivery.jsonl").compactMap(CapturedFrames.init)

    /// Those whose bodies are envelopes.
    static let envelopes = all.filter { $0.envelope != nil }

    private init?(line: JSONText) {
        guard let frames = line["frames"]?.elements(), !frames.isEmpty else { return nil }
        id = line["id"]?.string ?? ""
        canonicalSHA1 = line["canonical_sha1"]?.string
        self.frames = frames.map { frame in
            Data(base64Encoded: frame.string ?? "").map { Array($0) } ?? []
        }
    }
}

/// The files beside these tests.
enum VectorFile {
    /// A file's bytes; empty where there is none, which the tests that count lines notice.
    static func bytes(_ name: String) -> [UInt8] {
        let url = Bundle.module.url(forResource: name, withExtension: nil, subdirectory: "Vectors")
        return url.flatMap { try? Data(contentsOf: $0) }.map { Array($0) } ?? []
    }

    /// A file's lines, each a JSON value.
    static func lines(_ name: String) -> [JSONText] {
        bytes(name).split(separator: UInt8(ascii: "\n")).compactMap { try? JSONText(validating: Array($0)) }
    }
}
