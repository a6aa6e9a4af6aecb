// SPDX-License-Identifier: Apache-2.0

internal import DatanommerModels
internal import Flow
internal import Synchronization

/// All that lies in a stretch of the journal, as feeds share it.
///
/// What costs something is done once, however many feeds there are: all of them are asked at once what they take, and a message
/// becomes a record when its name fits one of them.
final class TailBatch: Sendable {
    private enum Content {
        /// Just committed, at positions without a hole between them.
        case messages([Message])
        /// Read from the database.
        case records([Record])
    }

    private struct Made {
        var answer: TailSelections.Answer?
        var records: [Int: Record] = [:]
    }

    let first: Int64
    let last: Int64
    /// How much memory messages take in it, about.
    let bytes: Int
    private let content: Content
    private let made = Mutex(Made())

    init(_ messages: [Message], from first: Int64) {
        content = .messages(messages)
        self.first = first
        last = first + Int64(messages.count) - 1
        // A message has some twenty parts beside its texts.
        bytes = messages.indices.reduce(0) { sum, place in
            sum + 600 + messages[place].msg.utf8.count + (messages[place].certificate?.utf8.count ?? 0)
        }
    }

    /// Records behind a position; up to the other there is nothing else.
    init(_ records: [Record], after position: Int64, through last: Int64) {
        content = .records(records)
        first = position + 1
        self.last = last
        bytes = 0
    }

    /// Who takes what of it, asked once.
    func answer(_ ask: (_ names: [String], _ record: (Int) -> Record) -> TailSelections.Answer) -> TailSelections.Answer
    {
        made.withLock { made in
            if let answer = made.answer { return answer }
            let answer = ask(names) { record($0, &made) }
            made.answer = answer
            return answer
        }
    }

    /// What a reader takes behind a position, as it was answered.
    func selected(_ answer: (taken: [Int], undecided: [BookmarkMove.Refused]), after position: Int64) -> Selected {
        made.withLock { made in
            var records: [Record] = []
            for place in answer.taken {
                let record = record(place, &made)
                if record.position > position { records.append(record) }
            }
            return Selected(records: records, undecided: answer.undecided.filter { $0.position > position })
        }
    }

    /// What a selection takes behind a position, of somebody who was not asked with the others.
    func selected(by selection: Selection, after position: Int64) -> Selected {
        made.withLock { made in
            var selected = Selected()
            for (place, name) in names.enumerated() where (try? selection.name?.matches(name)) ?? true {
                let record = record(place, &made)
                // An undecided name is for `Selected` to tell.
                if record.position > position { selected.add(record, selection) }
            }
            return selected
        }
    }

    private var names: [String] {
        switch content {
        case .messages(let messages): messages.indices.map { messages[$0].topic }
        case .records(let records): records.map(\.name)
        }
    }

    private func record(_ place: Int, _ made: inout Made) -> Record {
        switch content {
        case .records(let records): return records[place]
        case .messages(let messages):
            if let record = made.records[place] { return record }
            let record = Record(messages[place], at: first + Int64(place))
            made.records[place] = record
            return record
        }
    }
}
