// SPDX-License-Identifier: Apache-2.0

/// What a value is held against. Of a list, one element that fits is enough.
package enum Comparison: Sendable {
    /// There is a value, be it null.
    case exists
    /// It is one of these; a moment is compared as its text.
    case isAmong(Set<Scalar>)
    /// It fits a pattern: text as it is, numbers and booleans as JSON spells them.
    case matches(Pattern)
    /// It is a number below this one.
    case less(than: Double)
    /// It is a number up to this one.
    case atMost(Double)
    /// It is a number above this one.
    case greater(than: Double)
    /// It is a number from this one on.
    case atLeast(Double)

    /// It is this one value.
    package static func equals(_ value: Scalar) -> Comparison { .isAmong([value]) }

    /// Whether it holds for what a path led to.
    ///
    /// - Throws: `UndecidedMatch` where nothing fits and a pattern gave up.
    func holds(for value: FieldValue) throws(UndecidedMatch) -> Bool {
        switch self {
        case .exists: return true
        case .isAmong(let wanted): return value.scalars.contains { wanted.contains($0) }
        case .matches(let pattern): return try Self.matches(pattern, value.scalars)
        case .less(let limit): return value.scalars.contains { $0.number.map { $0 < limit } ?? false }
        case .atMost(let limit): return value.scalars.contains { $0.number.map { $0 <= limit } ?? false }
        case .greater(let limit): return value.scalars.contains { $0.number.map { $0 > limit } ?? false }
        case .atLeast(let limit): return value.scalars.contains { $0.number.map { $0 >= limit } ?? false }
        }
    }

    private static func matches(_ pattern: Pattern, _ values: [Scalar]) throws(UndecidedMatch) -> Bool {
        for value in values {
            if let text = value.text, try pattern.matches(text) { return true }
        }
        return false
    }
}
