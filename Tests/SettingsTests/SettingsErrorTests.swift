// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Settings

@Suite struct `A configuration error` {
    @Test(arguments: RefusedFile.unknownKeys)
    func `names an unknown key, its line, and the keys there are`(refused: RefusedFile) {
        expect(.unknownKey, refused)
    }

    @Test(arguments: RefusedFile.wrongValues)
    func `names a wrong value, its line, and what is wanted, but never the database's address`(refused: RefusedFile) {
        expect(.wrongValue, refused)
    }

    @Test(arguments: RefusedFile.notYAML)
    func `names the line that is not YAML or holds an anchor`(refused: RefusedFile) {
        expect(.notYAML, refused)
    }

    @Test func `names a duplicate key and its line`() {
        let twice = "log:\n  level: info\n  level: info\n"
        expect(.duplicateKey, .init(twice, "f:2: level stands twice in one section; keep one"))
        expect(.duplicateKey, .init("log: {}\n\"log\": {}\n", "f:1: log stands twice in one section; keep one"))
    }

    @Test func `meets a tree of a thousand million aliases at once`() {
        var lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
        for level in 1...9 {
            let aliases = [String](repeating: "*a\(level - 1)", count: 10).joined(separator: ", ")
            lines.append("a\(level): &a\(level) [\(aliases)]")
        }
        lines.append("? *a9\n: 1")
        expect(
            .notYAML,
            .init(
                lines.joined(separator: "\n"), "f:1: a YAML anchor (&name) is not read here; write the value out"))
    }

    @Test func `meets ten thousand open brackets without harm`() {
        let error = #expect(throws: SettingsError.self) {
            try Settings(yaml: String(repeating: "[", count: 10_000), file: "f")
        }
        #expect(error?.code == .notYAML)
        #expect(error?.line == 1)
    }

    private func expect(_ code: SettingsError.Code, _ refused: RefusedFile) {
        let error = #expect(throws: SettingsError.self) { try Settings(yaml: refused.yaml, file: "f") }
        #expect(error?.code == code)
        #expect(error?.description == refused.description)
    }
}
