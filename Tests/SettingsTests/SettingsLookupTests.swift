// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import Settings

/// A directory of configuration files that goes away with the test.
private final class Directory {
    private let url = FileManager.default.temporaryDirectory.appending(path: "datanommer-settings-\(UUID())")

    init() throws { try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true) }

    deinit { try? FileManager.default.removeItem(at: url) }

    func file(_ name: String, _ bytes: [UInt8]) throws -> String {
        try Data(bytes).write(to: url.appending(path: name))
        return path(name)
    }

    func path(_ name: String) -> String { url.appending(path: name).path }
}

@Suite struct `The settings of a process` {
    private let directory = try? Directory()

    private func settings(url: String) -> Settings {
        var settings = Settings()
        settings.database.url = url
        return settings
    }

    private func file(_ name: String, url: String) throws -> String {
        try #require(directory).file(name, Array("database: {url: \"\(url)\"}".utf8))
    }

    @Test func `take the file of the option before the variable's before the default one`() throws {
        let option = try file("option.yaml", url: "sqlite:///option.db")
        let variable = try file("variable.yaml", url: "sqlite:///variable.db")
        let standard = try file("standard.yaml", url: "sqlite:///standard.db")
        func load(_ file: String?, _ environment: [String: String]) throws -> Settings {
            try .load(file: file, databaseURL: nil, environment: environment, defaultFile: standard)
        }
        #expect(try load(option, ["DATANOMMER_CONFIG": variable]) == settings(url: "sqlite:///option.db"))
        #expect(try load(nil, ["DATANOMMER_CONFIG": variable]) == settings(url: "sqlite:///variable.db"))
        #expect(try load(nil, ["DATANOMMER_CONFIG": ""]) == settings(url: "sqlite:///standard.db"))
        #expect(try load(nil, [:]) == settings(url: "sqlite:///standard.db"))
    }

    @Test func `take the database of the option before the variable's before the file's before the default`() throws {
        let file = try file("f.yaml", url: "sqlite:///file.db")
        let missing = try #require(directory).path("missing/f.yaml")
        func load(_ option: String?, _ variable: String?, file: String?) throws -> Settings {
            let environment = variable.map { ["DATANOMMER_DATABASE_URL": $0] } ?? [:]
            return try .load(file: file, databaseURL: option, environment: environment, defaultFile: missing)
        }
        #expect(try load("postgresql:///a", "postgresql:///b", file: file) == settings(url: "postgresql:///a"))
        #expect(try load(nil, "postgresql:///b", file: file) == settings(url: "postgresql:///b"))
        #expect(try load(nil, "", file: file) == settings(url: "sqlite:///file.db"))
        #expect(try load(nil, nil, file: nil) == settings(url: "sqlite:///datanommer.db"))
    }

    @Test func `let questions go where the source says that names their database, or a stronger one`() throws {
        let file = try #require(directory).file(
            "q.yaml", Array(#"database: {url: "postgresql:///file", questions_url: "postgresql:///replica"}"#.utf8))
        func asked(_ option: String?, _ environment: [String: String]) throws -> [String?] {
            let settings = try Settings.load(
                file: file, databaseURL: option, environment: environment, defaultFile: "/dev/null")
            return [settings.database.url, settings.database.questionsURL]
        }
        let database = ["DATANOMMER_DATABASE_URL": "postgresql:///b"]
        let questions = ["DATANOMMER_QUESTIONS_URL": "postgresql:///c"]
        let both = database.merging(questions) { first, _ in first }
        #expect(try asked(nil, [:]) == ["postgresql:///file", "postgresql:///replica"])
        #expect(try asked(nil, database) == ["postgresql:///b", nil])
        #expect(try asked(nil, questions) == ["postgresql:///file", "postgresql:///c"])
        #expect(try asked(nil, both) == ["postgresql:///b", "postgresql:///c"])
        #expect(try asked(nil, ["DATANOMMER_QUESTIONS_URL": ""]) == ["postgresql:///file", "postgresql:///replica"])
        #expect(try asked("postgresql:///a", both) == ["postgresql:///a", nil])
    }

    @Test func `are the defaults for the empty device`() throws {
        #expect(try Settings(contentsOf: "/dev/null") == Settings())
    }

    @Test func `are refused when a named file is not there`() throws {
        let missing = try #require(directory).path("missing.yaml")
        expectUnreadable(missing, "cannot be read: No such file or directory")
    }

    @Test func `are refused when the file is a directory, endless, or not UTF-8`() throws {
        expectUnreadable("/", "cannot be read: Is a directory")
        expectUnreadable("/dev/zero", "is larger than 1048576 bytes, which no configuration is")
        let latin1 = try #require(directory).file("latin1.yaml", Array("extraction: {rules: r".utf8) + [0xE9])
        expectUnreadable(latin1, "is not UTF-8 text; save it as UTF-8")
        let utf16 = try #require(directory).file("utf16.yaml", [0xFF, 0xFE, 0x6C, 0x00])
        expectUnreadable(utf16, "is not UTF-8 text; save it as UTF-8")
    }

    private func expectUnreadable(_ file: String, _ message: String) {
        let expected = SettingsError(code: .unreadable, key: nil, file: file, line: nil, message: message)
        #expect(throws: expected) { try Settings.load(file: file, databaseURL: nil, environment: [:]) }
        #expect("\(expected)" == "\(file): \(message)")
    }
}
