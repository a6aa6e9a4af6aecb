// SPDX-License-Identifier: Apache-2.0

internal import DatanommerModels
internal import SQL

/// Where a backlog is asked; pure.
struct BacklogURL: Hashable, Sendable {
    /// The URL without what follows `#`.
    private let base: Substring
    private let rows: Int

    /// - Parameters:
    ///   - text: `http://…` or `https://…`, as it was configured.
    ///   - rows: how many messages a page shall have.
    init(_ text: String, rows: Int) {
        base = text.prefix { $0 != "#" }
        self.rows = rows
    }

    /// What may be told of it: no user, no password, no query.
    var source: String {
        guard let scheme = base.firstRange(of: "://") else { return "" }
        let rest = base[scheme.upperBound...]
        let authority = rest.prefix { !"/?".contains($0) }
        let host = authority.split(separator: "@", omittingEmptySubsequences: false).last ?? authority
        return String(base[..<scheme.upperBound]) + host + rest[authority.endIndex...].prefix { $0 != "?" }
    }

    /// The URL of a page, counted from 1, of what was said from one second to another, the oldest first.
    func page(_ page: Int, of stretch: ClosedRange<Timestamp>) -> String {
        let joint = base.contains("?") ? (base.hasSuffix("?") || base.hasSuffix("&") ? "" : "&") : "?"
        let (start, end) = (stretch.lowerBound.microseconds, stretch.upperBound.microseconds)
        // Whole seconds outwards: datagrepper's own times are not finer.
        let first = Int64((Double(start) / 1e6).rounded(.down))
        let last = Int64((Double(end) / 1e6).rounded(.up))
        return "\(base)\(joint)rows_per_page=\(rows)&page=\(page)&start=\(first)&end=\(last)&order=asc"
    }
}
