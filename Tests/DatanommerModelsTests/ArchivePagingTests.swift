// SPDX-License-Identifier: Apache-2.0

import DatanommerTesting
import SQL
import Testing

@testable import DatanommerModels

@Suite struct `Pages of messages` {
    private struct Enough: Error {}

    /// Messages of which many were said at the same time, in an order that is not theirs.
    private static func batch(_ name: String, _ count: Int) -> [Message] {
        (0..<count).map { .sample("\(name)\($0)", at: Int64($0 * 7 % 10), users: ["u\($0 % 2)"]) }
    }

    @Test(arguments: Engine.allCases, MessageOrder.allCases)
    func `neither repeat nor skip, whatever their size`(engine: Engine, order: MessageOrder) async throws {
        try await withArchive(engine) { archive in
            _ = try await archive.append(Self.batch("m", 50))
            let all = try await archive.grep(MessageFilter(), order: order, limit: 1_000)
            #expect(all.messages.count == 50)
            #expect(all.next == nil)
            for limit in [1, 7, 49, 50, 51] {
                var pages: [[Message]] = []
                var cursor: MessageCursor?
                repeat {
                    let page = try await archive.grep(MessageFilter(), order: order, after: cursor, limit: limit)
                    pages.append(page.messages)
                    cursor = page.next
                } while cursor != nil && pages.count <= 50
                #expect(pages.flatMap { $0 } == all.messages, "\(limit) a page")
                #expect(pages.count == (50 + limit - 1) / limit, "\(limit) a page")
            }
        }
    }

    @Test(arguments: Engine.allCases, MessageOrder.allCases)
    func `neither repeat nor skip what was there, while others arrive before, between and after`(
        engine: Engine, order: MessageOrder
    ) async throws {
        var filter = MessageFilter()
        filter.users = ["u0"]
        try await withArchive(engine) { [filter] archive in
            _ = try await archive.append(Self.batch("m", 40))
            let before = try await archive.grep(filter, order: order, limit: 1_000).messages.map(\.msgID)
            var seen: [String] = []
            var cursor: MessageCursor?
            repeat {
                // Through its text, as a page's link carries it.
                let page = try await archive.grep(
                    filter, order: order, after: cursor.flatMap { MessageCursor($0.description) }, limit: 3)
                seen += page.messages.map(\.msgID)
                cursor = page.next
                _ = try await archive.append(Self.batch("later\(seen.count)-", 10))
            } while cursor != nil && seen.count < 2_000
            #expect(Set(seen).count == seen.count)
            #expect(seen.filter { $0.hasPrefix("m") } == before)
        }
    }

    @Test(arguments: Engine.allCases, MessageOrder.allCases)
    func `can be begun by their number`(engine: Engine, order: MessageOrder) async throws {
        try await withArchive(engine) { archive in
            _ = try await archive.append(Self.batch("m", 25))
            let all = try await archive.grep(MessageFilter(), order: order, limit: 1_000).messages
            for page in 1...3 {
                let cursor = try await archive.cursor(
                    ofPage: page, rowsPerPage: 10, MessageFilter(), order: order)
                #expect((cursor == nil) == (page == 1))
                let messages = try await archive.grep(MessageFilter(), order: order, after: cursor, limit: 10).messages
                #expect(messages == Array(all[((page - 1) * 10)..<min(page * 10, 25)]))
            }
            for (page, rows) in [(0, 10), (1, 10), (27, 1), (4, 10), (.max, 10), (-1, 10)] {
                let cursor = try await archive.cursor(
                    ofPage: page, rowsPerPage: rows, MessageFilter(), order: order)
                #expect(cursor == nil, "page \(page) of \(rows)")
            }
        }
    }

    @Test(arguments: Engine.allCases)
    func `can be streamed from a cursor on, and a stream ended by an error`(engine: Engine) async throws {
        try await withArchive(engine) { archive in
            _ = try await archive.append(Self.batch("m", 30))
            let all = try await archive.grep(MessageFilter(), limit: 1_000).messages
            let lines = Lines()
            try await archive.forEachMessage(after: MessageCursor(all[9])) { lines.add($0.msgID) }
            #expect(lines.all == all[10...].map(\.msgID))
            let some = Lines()
            await #expect(throws: Enough.self) {
                try await archive.forEachMessage(order: .desc) { message in
                    some.add(message.msgID)
                    if some.all.count == 3 { throw Enough() }
                }
            }
            #expect(some.all == all.suffix(3).reversed().map(\.msgID))
            #expect(try await archive.count() == 30)
        }
    }

    @Test(arguments: Engine.allCases)
    func `in order of arrival tell up to where there is nothing else`(engine: Engine) async throws {
        try await withArchive(engine) { archive in
            _ = try await archive.append(Self.batch("m", 10))
            let newest = try await archive.newestPosition()
            let first = try await archive.arrivals(after: 0, upTo: newest, limit: 4)
            #expect(first.messages.map(\.msgID) == ["m0", "m1", "m2", "m3"])
            #expect(first.position == first.messages.last?.position)
            var filter = MessageFilter()
            filter.users = ["u1"]
            let rest = try await archive.arrivals(after: first.position, upTo: newest, filter)
            #expect(rest.messages.map(\.msgID) == ["m5", "m7", "m9"])
            #expect(rest.position == newest)
            let none = try await archive.arrivals(after: newest, upTo: newest)
            #expect(none.messages == [])
            #expect(none.position == newest)
        }
    }

    @Test(arguments: [
        (0, 1, "0/1"), (1_361_166_918_250_000, 1_042, "1361166918.25/1042"),
        (1, Int64.max, "0.000001/9223372036854775807"),
        (253_402_300_799_999_999, 7, "253402300799.999999/7"),
    ])
    func `begin at a place whose text is read back exactly`(microseconds: Int64, position: Int64, text: String) {
        let cursor = MessageCursor(timestamp: Timestamp(microseconds: microseconds), position: position)
        #expect(cursor.description == text)
        #expect(MessageCursor(text) == cursor)
    }

    @Test(arguments: [
        "", "/", "1", "1/", "/1", "1/2/3", "a/1", "1/a", "-1/1", "1e300/1", "1/1.5", "1/9223372036854775808",
    ])
    func `begin nowhere where the text is no place`(text: String) {
        #expect(MessageCursor(text) == nil)
    }
}
