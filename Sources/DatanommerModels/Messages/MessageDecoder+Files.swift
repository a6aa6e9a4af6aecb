// SPDX-License-Identifier: Apache-2.0

internal import JSONText

extension MessageDecoder {
    /// The message that a value in a file is: one of a dump, or an envelope.
    ///
    /// - Throws: `SetAside` when it is neither.
    package func message(file value: [UInt8]) throws(SetAside) -> Message {
        let topic = try Self.topic(of: value)
        return try message(topic: Array(topic.utf8), body: value, receivedAt: .now, origin: .dump)
    }

    /// The frames that a value in a file was said in. An envelope is its own body, byte for byte; a message of a dump loses
    /// what the archive added.
    ///
    /// - Throws: `SetAside` when it is neither.
    package static func frames(of value: [UInt8]) throws(SetAside) -> (topic: [UInt8], body: [UInt8]) {
        let topic = Array(try topic(of: value).utf8)
        guard let object = try? JSONText(validating: value), object.isDumped else { return (topic, value) }
        let decoder = MessageDecoder(maximumBytes: .max) { _, _ in MessageNames() }
        return (topic, Array(try decoder.message(file: value).envelope.utf8))
    }

    private static func topic(of value: [UInt8]) throws(SetAside) -> String {
        do throws(JSONError) {
            if let topic = try JSONText(validating: value)["topic"]?.string { return topic }
        } catch {
            throw SetAside(.notJSON, detail: "\(error)", topic: [], body: value, receivedAt: .now)
        }
        throw SetAside(.notJSON, detail: "no envelope: it has no topic", topic: [], body: value, receivedAt: .now)
    }
}

extension JSONText {
    /// Whether an archive wrote it: it has what only an archive adds.
    var isDumped: Bool {
        self["category"]?.kind == .string && self["users"]?.kind == .array && self["packages"]?.kind == .array
    }
}
