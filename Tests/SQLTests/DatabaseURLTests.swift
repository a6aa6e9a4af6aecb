// SPDX-License-Identifier: Apache-2.0

import SQL
import Testing

@Suite struct `A database URL` {
    @Test(arguments: [
        ("sqlite:///log.db", "sqlite:///log.db", Dialect.sqlite, String?.none),
        ("sqlite:////var/lib/a b?%20é.db", "sqlite:////var/lib/a b?%20é.db", .sqlite, nil),
        ("postgresql://", "postgresql:///", .postgresql, nil),
        ("postgres://me@host:5433/log", "postgresql://me@host:5433/log", .postgresql, "log"),
        ("POSTGRESQL:///log?host=/tmp", "", .postgresql, "log"),
        ("postgresql://a,b:1/log?target_session_attrs=read-write", "postgresql://a,b:,1/log", .postgresql, "log"),
        ("postgresql://m%40e:a?b:c@h/l%40g?options=a@b", "postgresql://m@e@h/l@g", .postgresql, "l@g"),
        ("postgresql://m%C3%A9@h/l%20g", "postgresql://mé@h/l g", .postgresql, "l g"),
    ])
    func `is read, and described`(text: String, description: String, dialect: Dialect, name: String?) throws {
        guard text != "POSTGRESQL:///log?host=/tmp" else {
            // libpq knows the scheme in lower case only.
            #expect(throws: DatabaseError.self) { try DatabaseURL(text) }
            return
        }
        let url = try DatabaseURL(text)
        #expect(url.description == description)
        #expect(url.dialect == dialect)
        #expect(url.databaseName == name)
    }

    @Test(arguments: [
        "", "log.db", "mysql://host/db", "sqlite:", "sqlite://", "sqlite:///", "sqlite:///folder/", "sqlite:log.db",
        "sqlite:///:memory:", "sqlite:///a\0b", "postgresql:", "postgresql://h/d?nonsense=1", "postgresql://%zz/",
    ])
    func `that names no database is refused with what is wanted`(text: String) {
        let error = #expect(throws: DatabaseError.self) { try DatabaseURL(text) }
        #expect(error?.code == .invalidData)
        #expect(error?.message.contains("wanted is sqlite:///relative/path.db") == true)
    }

    @Test(arguments: [
        "postgresql://me:hunter2@host/db", "postgresql://me@host/db?password=hunter2",
        "postgresql://me:hunter2@host/db?sslpassword=hunter2&passfile=/hunter2",
    ])
    func `never tells its password`(text: String) throws {
        struct Settings { var url: DatabaseURL }
        let url = try DatabaseURL(text)
        var dumped = ""
        dump(Settings(url: url), to: &dumped)
        for told in ["\(url)", String(reflecting: url), "\(Settings(url: url))", dumped, "\(url.maintenance())"] {
            #expect(!told.contains("hunter2"), "\(told)")
        }
        #expect(url.description == "postgresql://me@host/db")
    }

    @Test(arguments: [
        "postgresql://me:hunter2%zz@host/db", "postgresql://me:hunter2@ho[st/db?x", "postgresql://me:hunter2@[::1/db",
        "postgresql://me:hunter2@host/db?hunter2=1", "mysql://me:hunter2@host/db",
        "postgresql://me:hun@hunter2@host/db", "postgresql://me:hun/hunter2@host/db", "postgresql://me:hunter2",
        "postgresql://host,me:hunter2/db", "postgresql://me:x@host/db@hunter2",
    ])
    func `that is refused does not tell its password either`(text: String) {
        let error = #expect(throws: DatabaseError.self) { try DatabaseURL(text) }
        #expect(error?.description.contains("hunter2") == false)
    }

    @Test func `leads to the database from where others are made`() throws {
        let url = try DatabaseURL("postgresql://me@host:5433/log?sslmode=disable").maintenance()
        #expect(url.databaseName == "postgres")
        #expect(url.description == "postgresql://me@host:5433/postgres")
        #expect(try DatabaseURL("sqlite:///a.db").maintenance() == DatabaseURL("sqlite:///a.db"))
    }
}
