// SPDX-License-Identifier: Apache-2.0

/// What Redis answered to a command, as far as it matters: whether it was done.
enum RedisReply: Hashable, Sendable {
    /// Done, whatever the value.
    case done
    /// Refused, in Redis's words: the first word in capitals is the kind, such as `WRONGTYPE`.
    case error(String)

    /// The kinds of errors that are about the server and not about the command: the same may be done later.
    ///
    /// From Redis's source of error replies: busy with a script, loading its data, out of memory, a replica, a failing disk,
    /// no rights (which the operator gives), a cluster that moves.
    private static let temporary: Set<Substring> = [
        "BUSY", "LOADING", "OOM", "READONLY", "MISCONF", "MASTERDOWN", "NOREPLICAS", "NOAUTH", "NOPERM", "WRONGPASS",
        "TRYAGAIN", "CLUSTERDOWN", "MOVED", "ASK", "UNKILLABLE", "EXECABORT",
    ]

    /// Whether the command is refused now, but may be taken later.
    var isTemporary: Bool {
        guard case .error(let text) = self, let kind = text.split(separator: " ", maxSplits: 1).first else {
            return false
        }
        return Self.temporary.contains(kind)
    }
}
