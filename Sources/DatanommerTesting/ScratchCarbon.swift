// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Graphite's carbon for a test, on a loopback port, with a value a second for a day.
package final class ScratchCarbon: Sendable {
    private let folder: ScratchFolder
    /// The port of its plaintext receiver, on 127.0.0.1.
    package let port = LocalPort.free()

    /// A place, with nothing running yet.
    package init() throws {
        folder = try ScratchFolder()
        try FileManager.default.createDirectory(atPath: folder.path + "/storage", withIntermediateDirectories: true)
        let settings = [
            "[cache]", "STORAGE_DIR = \(folder.path)/storage", "LOCAL_DATA_DIR = \(folder.path)/storage",
            "CONF_DIR = \(folder.path)", "LOG_DIR = \(folder.path)/log", "PID_DIR = \(folder.path)",
            "LINE_RECEIVER_INTERFACE = 127.0.0.1", "LINE_RECEIVER_PORT = \(port)", "PICKLE_RECEIVER_PORT = 0",
            "CACHE_QUERY_PORT = 0", "MAX_UPDATES_PER_SECOND = inf", "MAX_CREATES_PER_MINUTE = inf",
            "ENABLE_LOGROTATION = False", "WHISPER_AUTOFLUSH = True",
        ]
        try write(settings, to: "carbon.conf")
        try write(["[all]", "pattern = .*", "retentions = 1s:1d"], to: "storage-schemas.conf")
    }

    deinit { folder.remove() }

    /// Lends the running server; afterwards it is killed.
    package func running<R>(_ body: () async throws -> R) async throws -> R {
        try await RunningProgram.with(
            ["carbon-cache", "--config=\(folder.path)/carbon.conf", "--nodaemon", "start"]
        ) { program in
            _ = try await eventually("carbon, which said: \(program.errors)") {
                program.output.contains("CarbonReceiverFactory starting") ? true : nil
            }
            return try await body()
        }
    }

    /// The value of a metric at a second; nil if it has none.
    package func value(of metric: String, at second: Int64) async throws -> Double? {
        let file = "\(folder.path)/storage/\(metric.replacing(".", with: "/")).wsp"
        guard FileManager.default.fileExists(atPath: file) else { return nil }
        let answer = try await RunningProgram.run(
            ["whisper-fetch", "--from=\(second - 1)", "--until=\(second)", file])
        // A line for each second: the second, a tab, the value or None.
        return String(decoding: answer.outputBytes, as: UTF8.self).split(separator: "\n")
            .map { $0.split(separator: "\t") }.first { $0.first == "\(second)" }
            .flatMap { Double($0[1].trimmingCharacters(in: .whitespaces)) }
    }

    private func write(_ lines: [String], to name: String) throws {
        try (lines.joined(separator: "\n") + "\n").write(
            toFile: "\(folder.path)/\(name)", atomically: true, encoding: .utf8)
    }
}

extension [UInt8] {
    fileprivate func contains(_ text: String) -> Bool {
        String(decoding: self, as: UTF8.self).contains(text)
    }
}
