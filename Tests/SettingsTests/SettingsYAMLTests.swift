// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Settings

@Suite struct `A configuration file` {
    @Test(arguments: ChangedKey.all)
    func `changes one setting with each key`(changed: ChangedKey) throws {
        var expected = Settings()
        changed.change(&expected)
        #expect(expected != Settings())
        #expect(try Settings(yaml: changed.yaml, file: "f") == expected)
    }

    @Test(arguments: ChangedKey.all)
    func `keeps the default where a key is null`(changed: ChangedKey) throws {
        for null in ["", "~", "null"] {
            let key = ChangedKey(key: changed.key, value: null, change: changed.change)
            #expect(try Settings(yaml: key.yaml, file: "f") == Settings())
        }
    }

    @Test(arguments: ChangedKey.all.filter { !$0.value.hasPrefix("{") })
    func `refuses keys below each key that wants a value`(changed: ChangedKey) {
        let key = ChangedKey(key: changed.key, value: "{surprise: 1}", change: changed.change)
        let error = #expect(throws: SettingsError.self) { try Settings(yaml: key.yaml, file: "f") }
        #expect(error?.code == .wrongValue)
        #expect(error?.key == changed.key)
        #expect(error?.line == changed.key.split(separator: ".").count)
    }

    @Test(arguments: [
        "", "\n", "# nothing\n", "---\n", "--- ~\n...\n", "{}", "database:\nbus:\n  keepalive:\n", "\u{FEFF}log:\r\n",
    ])
    func `that says nothing gives the defaults`(yaml: String) throws {
        #expect(try Settings(yaml: yaml, file: "f") == Settings())
    }

    @Test func `reads line ends of other systems and a byte order mark`() throws {
        var expected = Settings()
        expected.log.level = .debug
        expected.migrate = false
        #expect(try Settings(yaml: "\u{FEFF}log:\r\n  level: debug\r\nmigrate: false\r\n", file: "f") == expected)
    }

    @Test func `may hold an ampersand inside a word, in a comment and in a quoted text`() throws {
        var expected = Settings()
        expected.database.url = "postgresql:///bus?host=/run/&port=5433&user=a"
        expected.bus.topics = ["a & b"]
        let yaml = """
            # search &rescue
            database: {url: "postgresql:///bus?host=/run/&port=5433&user=a"}
            bus: {topics: ["a & b"]}
            """
        #expect(try Settings(yaml: yaml, file: "f") == expected)
    }
}
