// SPDX-License-Identifier: Apache-2.0

package import Flow
internal import JSONText
internal import SQL

extension Record {
    /// A message as a feed's backend sees it.
    ///
    /// Its name is the topic. What is no JSON, in a row that somebody wrote by hand, is a text.
    ///
    /// - Parameter position: where it is stored.
    package init(_ message: Message, at position: Int64) {
        let isKnown = message.isKnownJSON.value
        self.init(
            position: position, id: message.msgID, name: message.topic, time: message.timestamp,
            fields: [
                Field("position", .integer(position)), Field("msg_id", .text(message.msgID)),
                Field("topic", .text(message.topic)), Field("category", .text(message.category)),
                Field("timestamp", .timestamp(message.timestamp)), Field("i", .integer(message.i)),
                Field("username", message.username.map { .text($0) } ?? .null),
                Field("msg", .json(message.msg, isKnown: isKnown)),
                Field("headers", message.headers.map { .json($0, isKnown: isKnown) } ?? .null),
                Field("users", .names(message.users)), Field("packages", .names(message.packages)),
                Field("source", .text(message.source.name)),
                Field("verdict", message.verdict.map { .text($0) } ?? .null),
            ])
    }
}

extension FieldValue {
    private static let noNames = FieldValue.json(.array([]))

    fileprivate static func json(_ text: String, isKnown: Bool) -> FieldValue {
        if isKnown { return .json(JSONText(known: Array(text.utf8)[...])) }
        return (try? JSONText(validating: text)).map { .json($0) } ?? .text(text)
    }

    fileprivate static func names(_ names: [String]) -> FieldValue {
        names.isEmpty ? noNames : .json(.array(names.map { .string($0) }))
    }
}
