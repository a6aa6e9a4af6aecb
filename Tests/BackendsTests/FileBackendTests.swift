// SPDX-License-Identifier: Apache-2.0

import DatanommerTesting
import Flow
import Foundation
import JSONText
import Settings
import Synchronization
import Testing

@testable import Backends

@Suite(.timeLimit(.minutes(1))) struct `The file backend` {
    /// Lends the path of a file that is not there yet, and a backend for it.
    private func withFile(
        _ change: (inout FileBackendSettings) -> Void = { _ in }, now: @escaping @Sendable () -> Date = { Date() },
        _ body: (String, FileBackend) async throws -> Void
    ) async throws {
        let folder = try ScratchFolder()
        defer { folder.remove() }
        var settings = FileBackendSettings(path: folder.path + "/feed")
        change(&settings)
        try await body(settings.path, try FileBackend(settings, now: now))
    }

    private func text(_ path: String) throws -> String {
        String(decoding: try Data(contentsOf: URL(filePath: path)), as: UTF8.self)
    }

    private func positions(_ path: String) throws -> [Int64] {
        try text(path).split(separator: "\n").map { line in
            try #require(try JSONText(validating: String(line))["position"]?.integer)
        }
    }

    @Test func `writes an object a line, in order, with all fields`() async throws {
        try await withFile { path, backend in
            try await backend.check()
            try await backend.deliver([.sample(7, msg: "{\"a\": [1,\n 2], \"ü\": \"\\n\"}"), .sample(8, msg: "no")])
            let lines = try text(path).split(separator: "\n", omittingEmptySubsequences: false)
            let wanted = [
                #"{"position":7,"msg_id":"id-7","topic":"org.example.a","timestamp":"2026-11-21T03:12:07.000000Z","#
                    + #""msg":{"a": [1,  2], "ü": "\n"},"username":null}"#,
                #"{"position":8,"msg_id":"id-8","topic":"org.example.a","timestamp":"2026-11-21T03:12:08.000000Z","#
                    + #""msg":"no","username":null}"#,
                "",
            ]
            #expect(lines.map(String.init) == wanted)

        }
    }

    @Test func `writes some fields as comma-separated values, with a line of names in each file`() async throws {
        try await withFile {
            $0.format = .csv
            $0.fields = ["position", "msg.a", "topic", "username"]
        } _: { path, backend in
            try await backend.deliver([.sample(1, msg: #"{"a": "x, \"y\"\nž"}"#), .sample(2, topic: "a,b")])
            try await backend.deliver([.sample(3, msg: #"{"a": {"b": 1}}"#)])
            #expect(
                try text(path) == """
                    position,msg.a,topic,username
                    1,"x, ""y""\nž",org.example.a,
                    2,,"a,b",
                    3,"{""b"": 1}",org.example.a,

                    """)
        }
    }

    @Test func `goes on behind what is there, without a last line that a crash cut off`() async throws {
        try await withFile { path, backend in
            let whole = String(repeating: "x", count: 70_000) + "\n"
            for torn in ["", "{\"pos", String(repeating: "y", count: 200_000)] {
                try Data((whole + torn).utf8).write(to: URL(filePath: path))
                await backend.close()
                try await backend.deliver([.sample(1)])
                let after = try text(path)
                #expect(after.hasPrefix(whole + "{\"position\":1,") && after.hasSuffix("}\n"), "\(torn.count)")
                #expect(after.split(separator: "\n").count == 2)
            }
            try Data("nothing whole".utf8).write(to: URL(filePath: path))
            await backend.close()
            try await backend.deliver([.sample(2)])
            #expect(try positions(path) == [2])
        }
    }

    @Test func `begins another file when it is large enough, and keeps so many`() async throws {
        let clock = Mutex(Date(timeIntervalSince1970: 1_795_230_720))
        try await withFile(
            {
                $0.rotateBytes = 100
                $0.keep = 2
            }, now: { clock.withLock { $0 } }
        ) { path, backend in
            for position in Int64(1)...5 {
                if position > 2 { clock.withLock { $0 += 60 } }
                try await backend.deliver([.sample(position)])
            }
            #expect(try positions(path) == [5])
            let folder = URL(filePath: path).deletingLastPathComponent().path
            let names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
            #expect(names == ["feed", "feed.20261121T031400Z", "feed.20261121T031500Z"])
            #expect(try positions(path + ".20261121T031500Z") == [4])
        }
    }

    @Test func `begins another file when it is old enough, but no empty one`() async throws {
        let clock = Mutex(Date())
        try await withFile({ $0.rotateAfter = .seconds(60) }, now: { clock.withLock { $0 } }) { path, backend in
            try await backend.check()
            clock.withLock { $0 += 120 }
            try await backend.deliver([.sample(1)])
            try await backend.deliver([.sample(2)])
            let folder = URL(filePath: path).deletingLastPathComponent().path
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder).count == 2)
            #expect(try positions(path) == [2])
        }
    }

    @Test func `follows when somebody else renames or removes the file`() async throws {
        try await withFile { path, backend in
            try await backend.deliver([.sample(1)])
            try FileManager.default.moveItem(atPath: path, toPath: path + ".1")
            try await backend.deliver([.sample(2)])
            #expect(try positions(path) == [2])
            #expect(try positions(path + ".1") == [1])
            try FileManager.default.removeItem(atPath: path)
            try await backend.deliver([.sample(3)])
            #expect(try positions(path) == [3])
        }
    }

    @Test func `says what cannot be written, and goes on when it can`() async throws {
        let folder = try ScratchFolder()
        defer { folder.remove() }
        let path = folder.path + "/missing/feed"
        let backend = try FileBackend(FileBackendSettings(path: path))
        let error = await #expect(throws: DeliveryError.self) { try await backend.check() }
        #expect(error == .later("\(path) cannot be opened: No such file or directory"))
        await #expect(throws: DeliveryError.self) { try await backend.deliver([.sample(1)]) }
        try FileManager.default.createDirectory(atPath: folder.path + "/missing", withIntermediateDirectories: false)
        try await backend.deliver([.sample(1)])
        #expect(try positions(path) == [1])
        let other = try FileBackend(FileBackendSettings(path: folder.path))
        await #expect(throws: DeliveryError.self) { try await other.check() }
        #expect(throws: SelectionError.self) {
            var settings = FileBackendSettings(path: path)
            settings.fields = ["a..b"]
            _ = try FileBackend(settings)
        }
    }
}
