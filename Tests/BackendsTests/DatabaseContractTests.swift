// SPDX-License-Identifier: Apache-2.0

import Backends
import DatanommerTesting
import Flow
import JSONText
import SQL
import Testing

@Suite struct `A backend that writes rows` {
    static func record(_ position: Int64, _ msg: String = "{\"n\":1,\"body\":\"b\"}") throws -> Record {
        Record(
            position: position, id: "id-\(position)", name: "t", time: Timestamp(microseconds: 0),
            fields: [Record.Field("msg", .json(try JSONText(validating: msg)))])
    }

    static func records(_ positions: ClosedRange<Int64>) throws -> [Record] {
        try positions.map { try record($0) }
    }

    @Test(arguments: BackendKind.allCases)
    func `delivers batches in order`(kind: BackendKind) async throws {
        try await kind.with { backend, table in
            try await backend.check()
            try await backend.deliver(Self.records(1...2_500))
            try await backend.deliver(Self.records(2_501...2_501))
            #expect(try await table.positions() == Array(1...2_501))
        }
    }

    @Test(arguments: BackendKind.allCases)
    func `stores once what comes twice, where its statement knows it again`(kind: BackendKind) async throws {
        try await kind.with { backend, table in
            try await backend.deliver(Self.records(1...10))
            try await backend.deliver(Self.records(1...12))
            #expect(try await table.positions() == Array(1...12))
        }
    }

    @Test(arguments: BackendKind.allCases)
    func `refuses records that fit nowhere and takes all others`(kind: BackendKind) async throws {
        let statement = "INSERT INTO t (pos, id, n, body) VALUES ({position}, {id}, {msg.n}, {msg.body?})"
        try await kind.with(statement) { backend, table in
            let batch = try [
                Self.record(1), Self.record(2, "{\"n\":1000}"), Self.record(3), Self.record(4, "{}"), Self.record(5),
                Self.record(5), Self.record(6, "{\"n\":5000}"), Self.record(7),
            ]
            let error = await #expect(throws: DeliveryError.self) { try await backend.deliver(batch) }
            guard case .never(let refusals) = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            #expect(refusals.map(\.position) == [2, 4, 5, 6])
            #expect(refusals.first { $0.position == 4 }?.reason == "msg.n is missing")
            #expect(try await table.positions() == [1, 3, 5, 7])
        }
    }

    @Test(arguments: BackendKind.allCases)
    func `refuses one late in a batch that is too large for one exchange`(kind: BackendKind) async throws {
        try await kind.with("INSERT INTO t (pos, id, n) VALUES ({position}, {id}, {msg.n})") { backend, table in
            let batch = try (1...1_500).map { try Self.record($0, $0 == 1_400 ? "{\"n\":1000}" : "{\"n\":1}") }
            let error = await #expect(throws: DeliveryError.self) { try await backend.deliver(batch) }
            guard case .never(let refusals) = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            #expect(refusals.map(\.position) == [1_400])
            #expect(try await table.positions() == (1...1_500).filter { $0 != 1_400 })
        }
    }

    @Test(arguments: BackendKind.allCases)
    func `refuses a whole batch, record by record`(kind: BackendKind) async throws {
        try await kind.with { backend, table in
            let batch = try (1...50).map { try Self.record($0, "{\"n\":\(1_000 + $0)}") }
            let error = await #expect(throws: DeliveryError.self) { try await backend.deliver(batch) }
            guard case .never(let refusals) = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            #expect(refusals.map(\.position) == Array(1...50))
            #expect(try await table.positions().isEmpty)
        }
    }

    @Test(
        arguments: BackendKind.allCases,
        [
            "", "'", "x'); DROP TABLE t; --", "\\", "%s ? $1 {0}", "\u{e9}\u{1f600}\u{10ffff}", "a\tb\r\nc",
            "\u{feff}\u{301}",
        ])
    func `stores odd text as it is`(kind: BackendKind, text: String) async throws {
        try await kind.with { backend, table in
            try await backend.deliver([Self.record(1, "{\"body\":\(JSONText.string(text).text)}")])
            #expect(try await table.body() == text)
        }
    }

    @Test(arguments: BackendKind.allCases)
    func `stores a megabyte and deep JSON`(kind: BackendKind) async throws {
        let depth = JSONText.maximumDepth - 2
        for value in [
            "\"" + String(repeating: "\u{1f600}", count: 262_144) + "\"",
            String(repeating: "[", count: depth) + String(repeating: "]", count: depth),
        ] {
            try await kind.with { backend, table in
                try await backend.deliver([Self.record(1, "{\"body\":\(value)}")])
                #expect(try await table.body() == value.filter { $0 != "\"" })
            }
        }
    }

    @Test(arguments: BackendKind.allCases)
    func `stores NUL or refuses it, and null is null`(kind: BackendKind) async throws {
        try await kind.with { backend, table in
            let nul = try Self.record(1, #"{"body":"a\u0000b"}"#)
            if kind == .mariadb {
                try await backend.deliver([nul])
                #expect(try await table.body() == "a\u{0}b")
            } else {
                let error = await #expect(throws: DeliveryError.self) { try await backend.deliver([nul]) }
                guard case .never(let refusals)? = error else {
                    Issue.record("\(String(describing: error))")
                    return
                }
                #expect(refusals.map(\.position) == [1])
            }
            try await table.run("DELETE FROM t")
            try await backend.deliver([Self.record(2, #"{"body":null}"#)])
            #expect(try await table.body() == nil)
        }
    }

    @Test(arguments: BackendKind.allCases)
    func `takes a number from one record and a text from the next`(kind: BackendKind) async throws {
        try await kind.with { backend, table in
            try await backend.deliver([
                Self.record(1, "{\"n\":7}"), Self.record(2, "{\"n\":\"8\"}"), Self.record(3, "{}"),
                Self.record(4, "{\"n\":9}"),
            ])
            #expect(try await table.positions() == [1, 2, 3, 4])
        }
    }

    @Test(arguments: BackendKind.allCases)
    func `finds before the first record that the table is not there, and goes on when it is`(kind: BackendKind)
        async throws
    {
        try await kind.with { backend, table in
            try await table.run("DROP TABLE t")
            for attempt in [true, false] {
                let error = await #expect(throws: DeliveryError.self) {
                    if attempt { try await backend.check() } else { try await backend.deliver(Self.records(1...3)) }
                }
                guard case .later = error else {
                    Issue.record("\(String(describing: error))")
                    return
                }
            }
            try await table.make()
            try await backend.check()
            try await backend.deliver(Self.records(1...3))
            #expect(try await table.positions() == [1, 2, 3])
        }
    }

    @Test(arguments: BackendKind.allCases)
    func `changes nothing when it checks`(kind: BackendKind) async throws {
        try await kind.with("INSERT INTO t (id) VALUES ('x')") { backend, table in
            try await backend.check()
            #expect(try await table.positions().isEmpty)
            try await backend.deliver(Self.records(1...1))
            #expect(try await table.body() == nil)
        }
    }

    @Test(arguments: BackendKind.allCases)
    func `takes nothing any more when it is closed`(kind: BackendKind) async throws {
        try await kind.with { backend, _ in
            try await backend.deliver(Self.records(1...1))
            await backend.close()
            await #expect(throws: DeliveryError.self) { try await backend.deliver(Self.records(2...2)) }
        }
    }
}
