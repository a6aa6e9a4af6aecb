// SPDX-License-Identifier: Apache-2.0

import DatanommerTesting
import Foundation
import GRDBSQLite

/// What the figures were measured on, for a reader on another machine.
enum Machine {
    /// Tells it on stdout, and warns where durable would mean nothing.
    static func tell() throws {
        let (writing, isMemory) = try disk()
        let memory = Int(ProcessInfo.processInfo.physicalMemory >> 30)
        print(
            """
            \(ProcessInfo.processInfo.activeProcessorCount) cores (\(processor)), \(memory) GiB, load \(load); \
            8 KiB written and synced in \((writing / .microseconds(1)).whole) µs; \
            SQLite \(String(cString: sqlite3_libversion()))
            """)
        if isMemory { print("**/tmp, where all of it lies, is in memory: nothing here is durable.**") }
    }

    private static var processor: String {
        let lines = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8))?.split(separator: "\n") ?? []
        return lines.first { $0.hasPrefix("model name") }?.split(separator: ":").last.map {
            $0.trimmingCharacters(in: .whitespaces)
        } ?? "unknown"
    }

    /// How many processes want a core, on the average of the last minute.
    private static var load: String {
        (try? String(contentsOfFile: "/proc/loadavg", encoding: .utf8))?.split(separator: " ").first.map(String.init)
            ?? "unknown"
    }

    /// How long a small durable write takes, in the middle of a hundred, and whether it is one to memory only.
    private static func disk() throws -> (writing: Duration, isMemory: Bool) {
        let folder = try ScratchFolder()
        defer { folder.remove() }
        let file = open(folder.path + "/synced", O_WRONLY | O_CREAT, 0o600)
        defer { close(file) }
        let bytes = [UInt8](repeating: 1, count: 8_192)
        let times = (0..<100).map { _ in
            let start = ContinuousClock.now
            write(file, bytes, bytes.count)
            fdatasync(file)
            return start.duration(to: .now)
        }
        let kind = folder.path + "/kind"
        _ = try TimedProgram.run(["stat", "-f", "-c", "%T", folder.path], output: kind)
        return (times.sorted()[50], try String(contentsOfFile: kind, encoding: .utf8) == "tmpfs\n")
    }
}
