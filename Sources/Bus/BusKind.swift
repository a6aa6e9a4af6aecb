// SPDX-License-Identifier: Apache-2.0

/// The buses that are listened to, each with a way of its own to say a message.
package enum BusKind: Hashable, Sendable {
    /// fedmsg, and whatever speaks like it: a topic, and JSON in an envelope.
    case fedmsg
    /// Salt's event bus: a tag, and a map of MessagePack.
    case salt
}
