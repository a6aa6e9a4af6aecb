// SPDX-License-Identifier: Apache-2.0

import Backends
import DatanommerTesting
import SQL

/// The table at the other end of a backend, as somebody else sees it.
enum BackendTable: Sendable {
    case sql(Database)
    case mariadb(ScratchMariaDB, String)

    static func address(_ server: ScratchMariaDB, _ database: String) -> MariaDBAddress {
        var address = MariaDBAddress(database: database)
        address.socket = server.socket
        address.user = "root"
        return address
    }

    func make() async throws {
        switch self {
        case .sql(let database):
            let number = database.dialect == .sqlite ? "INTEGER" : "bigint"
            try await run(
                "CREATE TABLE t (pos \(number), id text PRIMARY KEY, n \(number) CHECK (n < 1000), body text)")
        case .mariadb:
            try await run(
                "CREATE TABLE t (pos bigint, id varchar(100) PRIMARY KEY, n bigint CHECK (n < 1000), body longtext)")
        }
    }

    func run(_ script: String) async throws {
        switch self {
        case .sql(let database): try await database.withConnection { try $0.run(script: script) }
        case .mariadb(let server, let name): _ = try await server.query(script, database: name)
        }
    }

    /// The positions of all rows, in the order in which they were stored where the engine tells.
    func positions() async throws -> [Int64] {
        switch self {
        case .sql(let database):
            let order = database.dialect == .sqlite ? "rowid" : "ctid"
            return try await database.withConnection {
                try $0.execute(SQL(text: "SELECT pos FROM t ORDER BY \(order)")).map { try $0.integer(0) }
            }
        case .mariadb(let server, let name):
            return try await server.query("SELECT pos FROM t ORDER BY pos", database: name)
                .split(separator: "\n").compactMap { Int64($0) }
        }
    }

    /// The bytes of the text in the only row; nil where it is null.
    func body() async throws -> String? {
        switch self {
        case .sql(let database):
            return try await database.withConnection { try $0.execute("SELECT body FROM t")[0].optionalText(0) }
        case .mariadb(let server, let name):
            let hexadecimal = try await server.query("SELECT hex(body) FROM t", database: name).split(separator: "\n")
            return hexadecimal.first == "NULL" ? nil : hexadecimal.first.map { Self.text($0) } ?? ""
        }
    }

    private static func text(_ hexadecimal: Substring) -> String {
        let digits = Array(hexadecimal.utf8).map { $0 < 0x40 ? $0 - 0x30 : $0 - 0x41 + 10 }
        let bytes = stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
        return String(decoding: bytes, as: UTF8.self)
    }
}
