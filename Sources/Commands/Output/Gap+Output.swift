// SPDX-License-Identifier: Apache-2.0

internal import DatanommerModels
internal import JSONText
internal import SQL

/// Gaps as `datanommer-gaps` prints them.
extension Gap {
    /// One line of columns; what is not known is `-`, and the last column may hold blanks.
    var line: String {
        let missing = numbers.map { "\($0.lowerBound)-\($0.upperBound)" } ?? "-"
        let columns = [
            state.rawValue, source, missing, since.map { "\($0)" } ?? "-", until.map { "\($0)" } ?? "-",
            detail.isEmpty ? "-" : detail,
        ]
        // A source comes from the configuration, a detail from a server: neither may break the line.
        return columns.map { String($0.map { $0.isNewline ? " " : $0 }) }.joined(separator: " ")
    }

    /// One object.
    var json: JSONText {
        let time = { (time: Timestamp?) in time.map { JSONText.string("\($0)") } ?? .null }
        return .object([
            ("id", .integer(id)), ("source", .string(source)), ("state", .string(state.rawValue)),
            ("first_seq", (numbers?.lowerBound).map { .integer($0) } ?? .null),
            ("last_seq", (numbers?.upperBound).map { .integer($0) } ?? .null),
            ("since", time(since)), ("until", time(until)), ("noticed_at", time(noticedAt)),
            ("settled_at", time(settledAt)), ("detail", .string(detail)),
        ])
    }
}
