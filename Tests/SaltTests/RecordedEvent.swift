// SPDX-License-Identifier: Apache-2.0

import Foundation
import JSONText
import Testing

/// An event that a Salt of some version put on its bus, byte for byte, and what Salt itself read there.
struct RecordedEvent: Sendable, CustomTestStringConvertible {
    let salt: String
    let isZeroMQ: Bool
    let tag: String
    let data: JSONText
    /// One message of ZeroMQ, or one frame of the stream.
    let bytes: [UInt8]

    var testDescription: String { "\(salt) \(tag)" }

    /// One of each kind from seven versions.
    static let eras = lines("eras")
    /// What a master of 2014.7.7 said while it had work to do.
    static let master = lines("real_master_2014.7.7_zmq")
    /// Both.
    static let all = eras + master
    /// The frames of streams.
    static let frames = eras.filter { !$0.isZeroMQ }

    private static func lines(_ name: String) -> [RecordedEvent] {
        guard let url = Bundle.module.url(forResource: "Vectors/\(name)", withExtension: "jsonl"),
            let file = try? Data(contentsOf: url)
        else { fatalError("no \(name).jsonl beside the tests") }
        return [UInt8](file).split(separator: UInt8(ascii: "\n")).compactMap { line in
            guard let row = try? JSONText(validating: Array(line)), let salt = row["salt"]?.string,
                let wire = row["wire"]?.string, let tag = row["tag"]?.string, let data = row["data"],
                let text = (row["msg_b64"] ?? row["frame_b64"])?.string, let bytes = Data(base64Encoded: text)
            else { return nil }
            return RecordedEvent(salt: salt, isZeroMQ: wire == "zmq", tag: tag, data: data, bytes: [UInt8](bytes))
        }
    }
}
