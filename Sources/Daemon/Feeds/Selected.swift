// SPDX-License-Identifier: Apache-2.0

internal import Flow

/// What a feed takes of some records; pure.
struct Selected: Hashable, Sendable {
    /// What is taken, in order.
    private(set) var records: [Record] = []
    /// What nobody can tell of whether it is taken.
    private(set) var undecided: [BookmarkMove.Refused] = []

    init(records: [Record] = [], undecided: [BookmarkMove.Refused] = []) {
        self.records = records
        self.undecided = undecided
    }

    init(_ records: [Record], by selection: Selection) {
        for record in records { add(record, selection) }
    }

    var isEmpty: Bool { records.isEmpty && undecided.isEmpty }

    mutating func add(_ record: Record, _ selection: Selection) {
        do throws(UndecidedMatch) {
            if try selection.takes(record) { records.append(record) }
        } catch {
            undecided.append(.init(position: record.position, id: record.id, reason: "\(error)"))
        }
    }
}
