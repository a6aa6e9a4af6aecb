// SPDX-License-Identifier: Apache-2.0

/// What paths lead to in one record, each looked for once, however many conditions ask.
struct FieldFinder {
    let record: Record
    private var found: [FieldPath: FieldValue?] = [:]

    init(_ record: Record) {
        self.record = record
    }

    /// What a path leads to; nil if nothing is there.
    mutating func value(at path: FieldPath) -> FieldValue? {
        if let known = found[path] { return known }
        let value = record[path]
        found[path] = .some(value)
        return value
    }
}
