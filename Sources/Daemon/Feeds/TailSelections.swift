// SPDX-License-Identifier: Apache-2.0

internal import Flow

/// What all readers of the journal's tail take, asked at once: a thousand cost little more than one.
struct TailSelections: Sendable {
    /// Who takes what of a batch.
    struct Answer: Sendable {
        /// The seats of those who were asked.
        fileprivate let asked: Set<Int>
        /// The places of the records that are taken, in order, by seat.
        fileprivate var taken: [Int: [Int]] = [:]
        /// What nobody can tell of, by seat.
        fileprivate var undecided: [Int: [BookmarkMove.Refused]] = [:]

        /// What a reader takes, and cannot tell of; nil if it was not asked.
        subscript(seat: Int) -> (taken: [Int], undecided: [BookmarkMove.Refused])? {
            guard asked.contains(seat) else { return nil }
            return (taken[seat] ?? [], undecided[seat] ?? [])
        }

        /// Whether it is known that nothing is for a reader.
        func hasNothing(for seat: Int) -> Bool {
            taken[seat] == nil && undecided[seat] == nil && asked.contains(seat)
        }
    }

    private let seats: [Int]
    private let asked: Set<Int>
    private var set: SelectionSet

    init(_ readers: [any TailReader]) {
        seats = readers.map(\.seat)
        asked = Set(seats)
        set = SelectionSet(readers.map(\.selection))
    }

    /// Who takes what.
    ///
    /// - Parameters:
    ///   - names: those of the records, in order.
    ///   - record: makes the record of a place; asked only where its name fits somebody.
    mutating func answer(_ names: some Collection<String>, _ record: (_ place: Int) -> Record) -> Answer {
        var answer = Answer(asked: asked)
        for (place, name) in names.enumerated() where set.mayTake(name: name) {
            let record = record(place)
            let takers = set.takers(of: record)
            for taker in takers.taken { answer.taken[seats[taker], default: []].append(place) }
            for (taker, reason) in takers.undecided {
                answer.undecided[seats[taker], default: []]
                    .append(.init(position: record.position, id: record.id, reason: "\(reason)"))
            }
        }
        return answer
    }
}
