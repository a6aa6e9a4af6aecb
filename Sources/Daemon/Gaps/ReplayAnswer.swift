// SPDX-License-Identifier: Apache-2.0

internal import Bus
internal import JSONText

/// What a fedmsg replay server said: a message a frame, or one frame with why not; pure.
enum ReplayAnswer: Hashable {
    /// Messages by number, each once.
    case messages([Int64: Envelope])
    /// It has none of them.
    case nothing
    /// It could not answer; what it said, short enough for a log.
    case failed(String)

    /// The question for some numbers.
    static func question(for numbers: ClosedRange<Int64>) -> [UInt8] {
        Array(JSONText.object([("seq_ids", .array(numbers.map { .integer($0) }))]).bytes)
    }

    /// Reads an answer. Only messages with the numbers that were asked for are believed.
    init(_ frames: [[UInt8]], to numbers: ClosedRange<Int64>, of publisher: String, receivedAt: Int64) {
        if frames.count == 1, let said = Self.error(frames[0]) {
            self = said.contains(Self.noMatch) ? .nothing : .failed("the replay endpoint said: \(said)")
            return
        }
        var messages: [Int64: Envelope] = [:]
        for frame in frames {
            guard let (number, topic) = Self.message(frame), numbers.contains(number), messages[number] == nil
            else { continue }
            messages[number] = Envelope(
                topic: Array(topic.utf8), body: frame, receivedAt: receivedAt,
                origin: Origin(publisher: publisher, isReplayed: true))
        }
        let isNonsense = messages.isEmpty && !frames.contains { Self.message($0) != nil }
        self = isNonsense ? .failed("the replay endpoint answered with no message") : .messages(messages)
    }

    /// What the servers say when they have nothing.
    private static let noMatch = "There was no match"

    /// The text of an error frame, its first line, at most 200 characters.
    private static func error(_ frame: [UInt8]) -> String? {
        guard frame.starts(with: "error: ".utf8) else { return nil }
        let text = String(decoding: frame.prefix(2_000), as: UTF8.self)
        return String(text.prefix(200).map { $0.isNewline || $0.asciiValue.map { $0 < 32 } ?? false ? " " : $0 })
    }

    private static func message(_ frame: [UInt8]) -> (number: Int64, topic: String)? {
        guard let value = try? JSONText(validating: frame), let number = value["seq_id"]?.integer,
            let topic = value["topic"]?.string
        else { return nil }
        return (number, topic)
    }
}
