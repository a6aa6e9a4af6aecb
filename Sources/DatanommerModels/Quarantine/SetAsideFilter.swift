// SPDX-License-Identifier: Apache-2.0

internal import SQL

/// Which of what was set aside is meant: the values of one property are alternatives, the properties must all hold.
///
/// An empty filter means all of it.
public struct SetAsideFilter: Hashable, Sendable {
    /// Kept under one of these numbers.
    public var ids: [Int64] = []
    /// Set aside for one of these reasons, as ``SetAside/Reason`` spells them.
    public var reasons: [String] = []
    /// Not received before this time.
    public var start: Timestamp?
    /// Not received after this time.
    public var end: Timestamp?

    /// All that was set aside.
    public init() {}

    /// The condition on `quarantine`.
    func condition(_ dialect: Dialect) -> SQL {
        var conditions: [SQL] = []
        if !ids.isEmpty { conditions.append(SQL.isAmong("id", ids, dialect)) }
        if !reasons.isEmpty { conditions.append(SQL.isAmong("reason", reasons, dialect)) }
        if let start { conditions.append("set_aside_at >= \(start)") }
        if let end { conditions.append("set_aside_at <= \(end)") }
        return conditions.isEmpty ? "TRUE" : conditions.joined(separator: " AND ")
    }
}
