// SPDX-License-Identifier: Apache-2.0

internal import DatanommerModels

/// What an expiry did, or would do, in a line.
struct ExpiryReport: Hashable {
    let expired: Expired
    let moment: Timestamp
    let action: RetentionAction

    /// What was done.
    var went: String {
        let tables = expired.detached.isEmpty ? "" : "; kept as \(expired.detached.joined(separator: ", "))"
        return "\(messages) removed" + partitions(action == .drop ? "dropped" : "detached") + tables
    }

    /// What would be done.
    var wouldGo: String {
        "\(messages) would be removed" + partitions(action == .drop ? "would be dropped" : "would be detached")
    }

    private var messages: String { "\(expired.messages) messages said before \(moment)" }

    private func partitions(_ verb: String) -> String {
        guard !expired.partitions.isEmpty else { return "" }
        return "; \(verb): \(expired.partitions.joined(separator: ", "))"
    }

    /// What the operator may do about the room in a SQLite file; nil: nothing.
    var advice: String? {
        guard case .kept(let bytes) = expired.freePages, bytes > 0 else { return nil }
        return
            "\(bytes) bytes of the file are free and stay in it, to be written over: it was made by a version whose files "
            + "do not shrink; sqlite3 FILE 'PRAGMA auto_vacuum = INCREMENTAL; VACUUM' mends that, once"
    }
}
