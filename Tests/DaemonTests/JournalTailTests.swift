// SPDX-License-Identifier: Apache-2.0

import Flow
import SQL
import Synchronization
import Testing

@testable import Daemon
@testable import DatanommerModels

@Suite struct `The journal's tail` {
    private static func messages(_ positions: [Int64], bytes: Int = 2) -> [Message] {
        positions.map { position in
            Message(
                msgID: "m\(position)", timestamp: Timestamp(microseconds: position), topic: "a.t\(position % 2)",
                msg: "\"" + String(repeating: "x", count: bytes - 2) + "\"")
        }
    }

    /// Somebody who reads, and notes what becomes of that.
    private final class Reader: TailReader {
        let seat: Int
        let selection: Selection
        let passed = Mutex<[ClosedRange<Int64>]>([])
        let wakes = Mutex(0)

        init(_ tail: JournalTail, _ selection: Selection) {
            seat = tail.seat()
            self.selection = selection
        }

        func passes(_ stretch: ClosedRange<Int64>) -> Bool {
            passed.withLock { $0.append(stretch) }
            return true
        }

        func wake() { wakes.withLock { $0 += 1 } }
    }

    /// A tail that somebody reads.
    private func tail(limit: Int = 1 << 20) -> JournalTail {
        let tail = JournalTail(limit: limit)
        tail.add(Reader(tail, .everything))
        return tail
    }

    private func commit(_ positions: [Int64], to tail: JournalTail, bytes: Int = 2) {
        tail.committed(Self.messages(positions, bytes: bytes), at: positions)
    }

    @Test func `goes on behind a position only where nothing can lie between`() {
        let tail = tail()
        commit([5, 6, 7], to: tail)
        commit([8], to: tail)
        commit([12, 13, 15], to: tail)
        #expect(tail.newest == 15)
        let places = (Int64(0)...16).map { position in tail.batch(after: position).map { $0.first...$0.last } }
        #expect(
            places == [
                nil, nil, nil, nil, 5...7, 5...7, 5...7, 8...8, nil, nil, nil, 12...13, 12...13, nil, 15...15, nil, nil,
            ])
    }

    @Test func `gives what a selection takes behind a position, in order`() throws {
        let tail = tail()
        commit(Array(10...20), to: tail)
        let batch = try #require(tail.batch(after: 13))
        let odd = Selection(name: try Pattern("a.t1"))
        #expect(batch.selected(by: odd, after: 13).records.map(\.position) == [15, 17, 19])
        #expect(batch.selected(by: .everything, after: 18).records.map(\.id) == ["m19", "m20"])
        #expect(batch.selected(by: Selection(name: try Pattern("b")), after: 0) == Selected())
    }

    @Test func `tells of what a pattern gives up on`() throws {
        let tail = tail()
        var message = Self.messages([1])[0]
        message.topic = String(repeating: "a", count: 60)
        tail.committed([message], at: [1])
        let hard = Selection(name: try Pattern("(a+)+[bc]", whole: true))
        let selected = try #require(tail.batch(after: 0)).selected(by: hard, after: 0)
        #expect(selected.records == [] && selected.undecided.map(\.id) == ["m1"])
    }

    @Test func `forgets the oldest beyond its limit, but not the newest batch`() {
        let tail = tail(limit: 10_000)
        commit([1, 2], to: tail, bytes: 4_000)
        commit([3], to: tail, bytes: 4_000)
        #expect(tail.batch(after: 0) == nil)
        #expect(tail.batch(after: 2) != nil)
        commit([4], to: tail, bytes: 100_000)
        #expect(tail.batch(after: 2) == nil)
        #expect(tail.batch(after: 3) != nil)
    }

    @Test func `keeps nothing while nobody reads, and tells of each growth`() async {
        let tail = JournalTail()
        commit([1], to: tail)
        #expect(tail.batch(after: 0) == nil && tail.newest == 1)
        let reader = Reader(tail, .everything)
        tail.add(reader)
        var calls = tail.growth.calls.makeAsyncIterator()
        #expect(await calls.next() != nil)
        commit([2], to: tail)
        #expect(await calls.next() != nil)
        #expect(tail.batch(after: 1) != nil)
        tail.remove(reader)
        #expect(tail.batch(after: 1) == nil)
    }

    @Test func `wakes those for whom something is, and has the others go past it`() throws {
        let tail = JournalTail()
        let odd = Reader(tail, Selection(name: try Pattern("a.t1")))
        let other = Reader(tail, Selection(name: try Pattern("b")))
        tail.add(odd)
        tail.add(other)
        commit([1, 2], to: tail)
        tail.tell()
        #expect(odd.wakes.withLock { $0 } == 1 && odd.passed.withLock { $0 } == [])
        #expect(other.wakes.withLock { $0 } == 0 && other.passed.withLock { $0 } == [1...2])
        // Nobody knows what 3 is.
        commit([4], to: tail)
        tail.tell()
        #expect(odd.wakes.withLock { $0 } == 2 && other.wakes.withLock { $0 } == 1)
        commit([5], to: tail)
        commit([6, 8], to: tail)
        tail.tell()
        #expect(odd.wakes.withLock { $0 } == 4 && other.wakes.withLock { $0 } == 2)
        #expect(odd.passed.withLock { $0 } == [6...6] && other.passed.withLock { $0 } == [1...2, 5...5, 6...6])
        tail.tell()
        #expect(odd.wakes.withLock { $0 } == 4 && other.wakes.withLock { $0 } == 2)
    }

    @Test func `answers all readers at once what each selection would take alone, also who came later`() throws {
        let tail = JournalTail()
        let selections = [
            .everything, Selection(name: try Pattern("a.t1")), Selection(name: try Pattern("b")),
            Selection(name: try Pattern("(a+)+[bc]", whole: true)),
            Selection(conditions: [.field([try FieldPath("msg_id")], .matches(try Pattern("m1")))]),
        ]
        let readers = selections.map { Reader(tail, $0) }
        readers.forEach { tail.add($0) }
        var messages = Self.messages(Array(10...20))
        messages[3].topic = String(repeating: "a", count: 60)
        tail.committed(messages, at: Array(10...20))
        let batch = try #require(tail.batch(after: 9))
        for reader in readers {
            #expect(
                tail.selected(reader, in: batch, after: 11) == batch.selected(by: reader.selection, after: 11))
        }
        let late = Reader(tail, selections[1])
        tail.add(late)
        #expect(tail.selected(late, in: batch, after: 11).records.map(\.position) == [15, 17, 19])
    }
}
