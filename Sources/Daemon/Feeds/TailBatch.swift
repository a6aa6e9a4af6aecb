// SPDX-License-Identifier: Apache-2.0

internal import DatanommerModels
internal import Flow
internal import Synchronization

/// Messages that were just committed, at positions without a hole between them, as all feeds share them.
///
/// What costs something is done once, however many feeds ask, and not at all if none does: a topic is told apart once for the
/// batch, a message becomes a record when the first feed takes it.
final class TailBatch: Sendable {
    let first: Int64
    let bytes: Int
    private let messages: [Message]
    private let made = Mutex(Made())

    private struct Made {
        var byTopic: [(topic: String, places: [Int])]?
        var records: [Int: Record] = [:]
    }

    init(_ messages: [Message], from first: Int64) {
        self.messages = messages
        self.first = first
        // A message has some twenty parts beside its texts.
        bytes = messages.indices.reduce(0) { sum, place in
            sum + 600 + messages[place].msg.utf8.count + (messages[place].certificate?.utf8.count ?? 0)
        }
    }

    var last: Int64 { first + Int64(messages.count) - 1 }

    /// What a selection takes behind a position.
    func selected(by selection: Selection, after position: Int64) -> Selected {
        made.withLock { made in
            let begin = Int(max(position + 1, first) - first)
            var selected = Selected()
            for place in places(selection, &made) where place >= begin { selected.add(record(place, &made), selection) }
            return selected
        }
    }

    /// The places of messages whose topics fit, in order.
    private func places(_ selection: Selection, _ made: inout Made) -> [Int] {
        guard let name = selection.name else { return Array(messages.indices) }
        let groups = made.byTopic ?? groups()
        made.byTopic = groups
        // An undecided name is for `Selected` to tell.
        let fitting = groups.filter { (try? name.matches($0.topic)) ?? true }
        return fitting.count == 1 ? fitting[0].places : fitting.flatMap(\.places).sorted()
    }

    private func groups() -> [(topic: String, places: [Int])] {
        var places: [String: [Int]] = [:]
        for place in messages.indices { places[messages[place].topic, default: []].append(place) }
        return places.map { ($0.key, $0.value) }
    }

    private func record(_ place: Int, _ made: inout Made) -> Record {
        if let record = made.records[place] { return record }
        let record = Record(messages[place], at: first + Int64(place))
        made.records[place] = record
        return record
    }
}
