// SPDX-License-Identifier: Apache-2.0

internal import JSONText

extension Message {
    /// The members whose columns hold a value even where none was said, sorted.
    static let inventedMembers = ["i", "msg", "msg_id", "source_version", "timestamp"]

    /// Whether the timestamp is the envelope's: a spelling in the rest that does not tell it means that it is the time of
    /// receipt.
    var saysItsTime: Bool {
        if notSaid.contains("timestamp") { return false }
        guard let rest = rest.flatMap({ try? JSONText(validating: $0) }), let spelling = rest["timestamp"] else {
            return true
        }
        return MessageDecoder.time(spelling) == timestamp
    }
}
