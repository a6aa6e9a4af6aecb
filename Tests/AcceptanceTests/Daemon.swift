// SPDX-License-Identifier: Apache-2.0

import DatanommerModels
import DatanommerTesting
import Foundation
import JSONText
import Testing

/// The daemon as a process of its own, in the folder of its archive.
struct Daemon: Sendable {
    let program: RunningProgram

    /// Lends a daemon that listens; afterwards it is gone.
    ///
    /// - Parameters:
    ///   - options: Beside the archive's URL and the log's format.
    ///   - environment: Variables beside the usual ones.
    static func with<R>(
        _ archive: ScratchArchive, _ endpoints: [String], _ options: [String] = [], environment: [String: String] = [:],
        _ body: (Daemon) async throws -> R
    ) async throws -> R {
        let words =
            ["--log-format", "json", "--log-level", "debug"] + endpoints.flatMap { ["--endpoint", $0] } + options
        return try await archive.running("consumer", words, environment: environment) { program in
            try await program.errorLine(with: "\"listening\"")
            return try await body(Daemon(program: program))
        }
    }

    /// Tells it to stop, and expects that it ends well.
    func stop(_ signal: CInt = SIGTERM, sourceLocation: SourceLocation = #_sourceLocation) async throws {
        program.signal(signal)
        let end = try await program.finished(within: .seconds(120))
        #expect(end.status == 0 && end.outputBytes == [], "\(end)", sourceLocation: sourceLocation)
        _ = try log()
    }

    /// The lines of its log, each an object of texts.
    func log() throws -> [[String: String]] {
        try program.errors.split(separator: "\n").map { line in
            let members = try JSONText(validating: String(line)).members()
            return try Dictionary(uniqueKeysWithValues: members.map { ($0.name, try #require($0.value.string)) })
        }
    }

    /// The most memory that it had, in KiB.
    func peakKiB() throws -> Int {
        let status = try String(contentsOfFile: "/proc/\(program.identifier)/status", encoding: .utf8)
        return try #require(status.firstMatch(of: /VmHWM:\s+(\d+) kB/).flatMap { Int($0.1) })
    }
}

extension ScratchArchive {
    /// The path of the record of what was on the wire.
    var record: String { folder + "/wire.ndjson" }

    /// Whether a message is there.
    func has(_ msgID: String) async throws -> Bool {
        try await asked { try await !$0.messages(withIDs: [msgID]).isEmpty }
    }

    /// Waits until so many messages are there.
    func holds(_ count: Int, within limit: Duration = .seconds(240)) async throws {
        let archive = try Archive(url: url)
        defer { archive.close() }
        let last = LastAnswer()
        do {
            _ = try await eventually("\(count) messages in the archive", within: limit) { () -> Bool? in
                last.set(try await archive.count())
                return last.get() >= count ? true : nil
            }
        } catch let error as ScratchError {
            throw Incomplete(description: "\(error), but \(last.get())")
        }
    }

    /// How many frames were set aside, by reason.
    func setAsideCounts() async throws -> [String: Int] {
        try await asked { try await $0.setAsideCounts() }
    }

    private func asked<R: Sendable>(_ question: (Archive) async throws -> R) async throws -> R {
        let archive = try Archive(url: url)
        defer { archive.close() }
        return try await question(archive)
    }
}

/// Messages that did not arrive.
struct Incomplete: Error, CustomStringConvertible {
    let description: String
}
