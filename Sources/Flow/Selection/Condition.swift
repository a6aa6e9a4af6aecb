// SPDX-License-Identifier: Apache-2.0

/// What must be true of a record.
package indirect enum Condition: Sendable {
    /// The record's name fits.
    case name(Pattern)
    /// The first of these paths that leads to anything leads to what the comparison wants. False if none does.
    case field([FieldPath], Comparison)
    /// All are true; so is none at all.
    case all([Condition])
    /// One is true.
    case any([Condition])
    /// It is not true; so also where a field is missing.
    case not(Condition)

    /// The function that a Salt event is about fits, or one of its functions: `msg.fun`, else `msg.data.fun`, or wherever
    /// else it stands. Events without one do not fit.
    package static func function(_ pattern: Pattern, at paths: [FieldPath] = functionPaths) -> Condition {
        .field(paths, .matches(pattern))
    }

    /// Where Salt events have their function.
    package static let functionPaths: [FieldPath] = ["msg.fun", "msg.data.fun"].compactMap { try? FieldPath($0) }

    /// Whether it is true of a record.
    ///
    /// - Throws: `UndecidedMatch` where a pattern gave up before it was known.
    func holds(for fields: inout FieldFinder) throws(UndecidedMatch) -> Bool {
        switch self {
        case .name(let pattern): return try pattern.matches(fields.record.name)
        case .field(let paths, let comparison): return try Self.holds(comparison, paths, &fields)
        case .all(let conditions):
            for condition in conditions where try !condition.holds(for: &fields) { return false }
            return true
        case .any(let conditions):
            for condition in conditions where try condition.holds(for: &fields) { return true }
            return false
        case .not(let condition): return try !condition.holds(for: &fields)
        }
    }

    private static func holds(
        _ comparison: Comparison, _ paths: [FieldPath], _ fields: inout FieldFinder
    ) throws(UndecidedMatch) -> Bool {
        for path in paths {
            if let value = fields.value(at: path) { return try comparison.holds(for: value) }
        }
        return false
    }
}
