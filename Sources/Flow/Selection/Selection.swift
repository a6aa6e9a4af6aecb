// SPDX-License-Identifier: Apache-2.0

/// Which records a feed takes: those whose name fits, and of which all conditions are true. Made once, asked often.
package struct Selection: Sendable {
    /// All records.
    package static let everything = Selection()

    /// What the name must fit; nil: any name.
    package let name: Pattern?
    /// What else must be true.
    package let conditions: [Condition]

    /// A selection; without arguments of all records.
    package init(name: Pattern? = nil, conditions: [Condition] = []) {
        self.name = name
        self.conditions = conditions
    }

    /// The records that both selections take.
    package func narrowed(by other: Selection) -> Selection {
        guard name != nil else { return Selection(name: other.name, conditions: conditions + other.conditions) }
        let otherName = other.name.map { [Condition.name($0)] } ?? []
        return Selection(name: name, conditions: otherName + conditions + other.conditions)
    }

    /// Whether a record is taken.
    ///
    /// - Throws: `UndecidedMatch`: set the record aside, for nobody knows.
    package func takes(_ record: Record) throws(UndecidedMatch) -> Bool {
        guard try takes(name: record.name) else { return false }
        var fields = FieldFinder(record)
        return try takes(&fields)
    }

    /// Whether a name fits. An empty one fits no pattern, as in Salt's event daemon, which passed such events over.
    func takes(name: String) throws(UndecidedMatch) -> Bool {
        guard let pattern = self.name else { return true }
        return name.isEmpty ? false : try pattern.matches(name)
    }

    /// The same where the name is known to fit.
    func takes(_ fields: inout FieldFinder) throws(UndecidedMatch) -> Bool {
        for condition in conditions where try !condition.holds(for: &fields) { return false }
        return true
    }
}
