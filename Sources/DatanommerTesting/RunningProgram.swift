// SPDX-License-Identifier: Apache-2.0

import Foundation
import Synchronization

/// A program that runs beside the test, what it says kept in files.
package final class RunningProgram: Sendable {
    private let process: ChildProcess
    private let folder: ScratchFolder
    /// The writing end of its standard input; nil when that is closed.
    private let input: Mutex<FileHandle?>
    private let status = Mutex<Int?>(nil)

    /// Lends a running program; afterwards it is killed, if it still runs.
    ///
    /// - Parameters:
    ///   - words: The program and its arguments.
    ///   - environment: All its variables.
    ///   - directory: Its working directory; nil for ours.
    /// - Throws: ``ScratchError`` when it cannot be started, and what the body throws.
    package static func with<R>(
        _ words: [String], environment: [String: String] = BuiltProgram.environment(), directory: String? = nil,
        _ body: (RunningProgram) async throws -> R
    ) async throws -> R {
        let program = try RunningProgram(words, environment, directory)
        let result: R
        do {
            result = try await body(program)
        } catch {
            try? await program.kill()
            throw error
        }
        try await program.kill()
        return result
    }

    /// Runs a program to its end.
    ///
    /// - Parameter input: All that it reads.
    /// - Throws: ``ScratchError`` when it cannot be started, or does not end within two minutes.
    package static func run(
        _ words: [String], input: [UInt8] = [], environment: [String: String] = BuiltProgram.environment(),
        directory: String? = nil
    ) async throws -> FinishedProgram {
        try await with(words, environment: environment, directory: directory) { program in
            // Off the test's thread: a pipe is full before the program has read it all.
            program.write(input)
            return try await program.finished(within: .seconds(120))
        }
    }

    private init(_ words: [String], _ environment: [String: String], _ directory: String?) throws {
        let pipe = Pipe()
        // No program started later may hold our end open.
        _ = fcntl(pipe.fileHandleForWriting.fileDescriptor, F_SETFD, FD_CLOEXEC)
        _ = fcntl(pipe.fileHandleForReading.fileDescriptor, F_SETFD, FD_CLOEXEC)
        folder = try ScratchFolder()
        // env(1) changes the directory and becomes the program, under the same process id.
        process = try ChildProcess(
            (directory.map { ["env", "-C", $0] } ?? []) + words, input: pipe.fileHandleForReading.fileDescriptor,
            output: folder.path + "/output",
            errors: folder.path + "/errors", environment: environment)
        input = Mutex(pipe.fileHandleForWriting)
        try pipe.fileHandleForReading.close()
        // A thread that waits; tests share two, which must not.
        DispatchQueue(label: "datanommer.testing.wait").async { self.reap() }
    }

    deinit { folder.remove() }

    /// Its process id, as long as it runs.
    package var identifier: Int { Int(process.identifier) }

    /// What it wrote to its standard output so far.
    package var output: [UInt8] { contents("output") }

    /// What it wrote to its standard error so far.
    package var errors: String { String(decoding: contents("errors"), as: UTF8.self) }

    /// Writes all this to its standard input and closes it, while the test goes on.
    package func write(_ bytes: [UInt8]) {
        let handle = input.withLock { handle in
            defer { handle = nil }
            return handle
        }
        guard let handle else { return }
        DispatchQueue(label: "datanommer.testing.write").async {
            // A program may end before it has read everything.
            try? handle.write(contentsOf: bytes)
            try? handle.close()
        }
    }

    /// Writes a line to its standard input, which stays open.
    package func write(line: String) throws {
        try input.withLock { try $0?.write(contentsOf: Data("\(line)\n".utf8)) }
    }

    /// Sends it a signal, if it runs.
    package func signal(_ number: CInt) {
        status.withLock { if $0 == nil { _ = Glibc.kill(process.identifier, number) } }
    }

    /// Waits for its end, its input closed; everything it said.
    ///
    /// - Throws: ``ScratchError`` when the time has passed.
    package func finished(within limit: Duration = .seconds(60)) async throws -> FinishedProgram {
        write([])
        let status = try await eventually("the end of process \(identifier), which said: \(errors)", within: limit) {
            self.status.withLock { $0 }
        }
        return FinishedProgram(status: status, outputBytes: output, errorBytes: Array(errors.utf8))
    }

    /// Waits for a line of its standard error that holds a text, the first after so many others with it.
    ///
    /// - Throws: ``ScratchError`` with all that it said, when the time has passed or it ended without.
    @discardableResult
    package func errorLine(with text: String, after others: Int = 0, within limit: Duration = .seconds(60)) async throws
        -> String
    {
        do {
            return try await eventually("a line with \(text)", within: limit) {
                let hasEnded = status.withLock { $0 != nil }
                let lines = errors.split(separator: "\n").filter { $0.contains(text) }
                if lines.count > others { return String(lines[others]) }
                if hasEnded { throw ScratchError("process \(identifier) ended without a line with \(text)") }
                return nil
            }
        } catch let error as ScratchError {
            throw ScratchError("\(error.description); it said: \(errors.suffix(8_000))")
        }
    }

    private func kill() async throws {
        signal(SIGKILL)
        _ = try await finished()
    }

    private func reap() {
        process.waitUntilDead()
        status.withLock { $0 = Int(process.wait()) }
    }

    private func contents(_ name: String) -> [UInt8] {
        FileManager.default.contents(atPath: "\(folder.path)/\(name)").map { Array($0) } ?? []
    }
}
