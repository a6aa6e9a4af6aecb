// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import DatanommerModels
internal import JSONText
internal import SQL

/// A feed as it is told: its bookmark, how far it is behind, and how many dead letters it has.
struct FeedListing: Sendable {
    /// How it is told.
    enum Format: String, CaseIterable, ExpressibleByArgument {
        case text, json, ndjson
    }

    let bookmark: Bookmark
    let lag: FeedLag
    let deadLetters: Int64
    let now: Timestamp

    /// Those of an archive, by name; of one feed alone where it is named.
    static func all(in archive: Archive, named feed: String? = nil) async throws -> [FeedListing] {
        let letters = try await archive.deadLetterCounts()
        var listings: [FeedListing] = []
        for bookmark in try await archive.bookmarks() where feed == nil || bookmark.feed == feed {
            listings.append(
                FeedListing(
                    bookmark: bookmark, lag: try await archive.lag(behind: bookmark.position),
                    deadLetters: letters[bookmark.feed] ?? 0, now: .now))
        }
        if let feed, listings.isEmpty { throw NoSuchFeed(feed: feed) }
        return listings
    }

    /// What it does: paused, failing, idle where nobody runs it, behind or well.
    var state: String {
        if bookmark.isPaused { return "paused" }
        if !isRun { return "not-running" }
        if bookmark.isFailing { return "failing" }
        return lag.messages == 0 ? "well" : "behind"
    }

    private var isRun: Bool { bookmark.heldUntil.map { $0 > now } ?? false }

    private var lagText: String { "\(lag.isExact ? "" : "<=")\(lag.messages)" }

    private var secondsBehind: Int64 {
        lag.since.map { max(0, (now.microseconds - $0.microseconds) / 1_000_000) } ?? 0
    }

    /// A line of columns between tabs.
    var line: String {
        let columns = [
            bookmark.feed, state, "\(bookmark.position)", lagText, "\(secondsBehind)s", "\(bookmark.delivered)",
            "\(deadLetters)", bookmark.error ?? "-",
        ]
        return columns.map(\.forTerminal).joined(separator: "\t")
    }

    /// A line for each thing there is to know.
    var text: String {
        let time = { (time: Timestamp?) in time.map { "\($0)" } ?? "-" }
        let lines = [
            ("feed", bookmark.feed), ("state", state), ("journal", bookmark.journal),
            ("position", "\(bookmark.position)"), ("changed", "\(bookmark.changedAt)"),
            ("behind", "\(lagText) messages"), ("behind since", time(lag.since)),
            ("delivered", "\(bookmark.delivered)"), ("refused", "\(bookmark.refused)"),
            ("dead letters", "\(deadLetters)"), ("expired unread", "\(bookmark.expired)"),
            ("once more", bookmark.again.map { "behind \($0.position) up to \($0.end)" } ?? "-"),
            ("run by", bookmark.holder ?? "-"), ("until", time(bookmark.heldUntil)),
            ("last error", bookmark.error ?? "-"), ("failed", time(bookmark.failedAt)),
        ]
        return lines.map { "\($0): \($1)".forTerminal + "\n" }.joined()
    }

    /// One object.
    var json: JSONText {
        let time = { (time: Timestamp?) in time.map { JSONText.string("\($0)") } ?? .null }
        let text = { (text: String?) in text.map { JSONText.string($0) } ?? .null }
        return .object([
            ("feed", .string(bookmark.feed)), ("state", .string(state)), ("journal", .string(bookmark.journal)),
            ("position", .integer(bookmark.position)), ("generation", .integer(bookmark.generation)),
            ("changed_at", time(bookmark.changedAt)), ("lag_messages", .integer(lag.messages)),
            ("lag_is_exact", .bool(lag.isExact)), ("lag_since", time(lag.since)),
            ("lag_seconds", .integer(secondsBehind)), ("delivered", .integer(bookmark.delivered)),
            ("refused", .integer(bookmark.refused)), ("dead_letters", .integer(deadLetters)),
            ("expired", .integer(bookmark.expired)), ("paused", .bool(bookmark.isPaused)),
            ("again_from", bookmark.again.map { .integer($0.position) } ?? .null),
            ("again_to", bookmark.again.map { .integer($0.end) } ?? .null), ("holder", text(bookmark.holder)),
            ("held_until", time(bookmark.heldUntil)), ("error", text(bookmark.error)),
            ("failed_at", time(bookmark.failedAt)),
        ])
    }
}

extension FeedListing.Format {
    /// Objects, or lines.
    func text(_ json: [JSONText], lines: [String]) -> String {
        switch self {
        case .text: lines.map { $0 + "\n" }.joined()
        case .json: json.isEmpty ? "[]\n" : "[" + json.map(\.text).joined(separator: ",\n") + "]\n"
        case .ndjson: json.map { $0.text + "\n" }.joined()
        }
    }
}
