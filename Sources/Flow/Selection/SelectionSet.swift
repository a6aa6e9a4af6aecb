// SPDX-License-Identifier: Apache-2.0

/// Many selections over one stream of records.
///
/// Ten thousand patterns need not be tried on each name: every pattern whose matches all contain a certain text is tried
/// only on names with that text, and the answer is kept for names that come again. What is left to do for a record are
/// the conditions of the selections whose name fits; a field they share is looked for once.
package struct SelectionSet: Sendable {
    /// Which selections took a record.
    package struct Answer: Sendable, Equatable {
        /// The places of those that took it, in order.
        package var taken: [Int] = []
        /// The places of those that do not know, and why: set the record aside for them.
        package var undecided: [Int: UndecidedMatch] = [:]
    }

    private let selections: [Selection]
    private let literals: LiteralIndex
    private let rememberedNames: Int
    /// The answers by name, before any condition.
    private var known: [String: Answer] = [:]

    /// A set of selections, each known by its place.
    ///
    /// - Parameter rememberedNames: how many names' answers are kept, at least 1.
    package init(_ selections: [Selection], rememberedNames: Int = 4_096) {
        self.selections = selections
        self.rememberedNames = rememberedNames
        literals = LiteralIndex(selections.map { $0.name?.requiredLiteral ?? [] })
    }

    /// Whether any selection may take records of a name, as far as that tells: a name that fits none needs no record.
    package mutating func mayTake(name: String) -> Bool {
        let answer = takers(ofName: name)
        return !answer.taken.isEmpty || !answer.undecided.isEmpty
    }

    /// Which selections take a record.
    package mutating func takers(of record: Record) -> Answer {
        let named = takers(ofName: record.name)
        var answer = Answer(taken: [], undecided: named.undecided)
        var fields = FieldFinder(record)
        for place in named.taken {
            do throws(UndecidedMatch) {
                if try selections[place].takes(&fields) { answer.taken.append(place) }
            } catch {
                answer.undecided[place] = error
            }
        }
        return answer
    }

    private mutating func takers(ofName name: String) -> Answer {
        if let answer = known[name] { return answer }
        let answer = tried(name)
        // Names that never come again, such as Salt's with a job in them, would fill any memory.
        if known.count >= rememberedNames { known.removeAll(keepingCapacity: true) }
        known[name] = answer
        return answer
    }

    private func tried(_ name: String) -> Answer {
        var answer = Answer()
        for place in literals.found(in: name) {
            do throws(UndecidedMatch) {
                if try selections[place].takes(name: name) { answer.taken.append(place) }
            } catch {
                answer.undecided[place] = error
            }
        }
        return answer
    }
}
