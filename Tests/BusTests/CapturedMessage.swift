// SPDX-License-Identifier: Apache-2.0

import Foundation

/// The frames of a message that was captured from the real fedmsg library.
struct CapturedMessage: Decodable {
    private let id: String
    private let encodedFrames: [String]?

    private enum CodingKeys: String, CodingKey {
        case id
        case encodedFrames = "frames"
    }

    /// The frames as they were on the wire.
    var frames: [[UInt8]] { (encodedFrames ?? []).compactMap { Data(base64Encoded: $0) }.map { Array($0) } }

    /// All messages of both captures that have frames.
    static func all() throws -> [CapturedMessage] {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Vectors")
        return try ["vectors.jsonl", "delivery.jsonl"].flatMap { name in
            try Data(contentsOf: folder.appending(path: name)).split(separator: 0x0a).map {
                try JSONDecoder().decode(CapturedMessage.self, from: Data($0))
            }
        }.filter { !$0.frames.isEmpty }
    }
}
