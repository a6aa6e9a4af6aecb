// SPDX-License-Identifier: Apache-2.0

internal import Executors
package import Flow
internal import Foundation
package import Logging
package import Settings

/// Tells records to a program of the operator's own, a line of JSON each, on a queue of its own.
///
/// Either it runs on and answers each record by a line, or it runs once for each batch and its exit status is the answer. What
/// it says on its standard error goes to the log. One that takes too long is killed, and the same batch told to another.
package actor ProgramBackend: Backend {
    /// The queue that it blocks instead of Swift's pool.
    package nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    private nonisolated let executor = QueueExecutor(label: "datanommer.backend.program")
    private let settings: ProgramBackendSettings
    private let logger: Logger
    private let lines = FieldSelection.all
    private var child: ChildProgram?

    /// A program that does not run yet.
    package init(_ settings: ProgramBackendSettings, logger: Logger) {
        self.settings = settings
        self.logger = logger
    }

    /// Makes sure that there is a program.
    package func check() throws(DeliveryError) {
        guard access(settings.command[0], X_OK) == 0 else {
            throw .later("\(settings.command[0]) cannot be run: \(String(cString: strerror(errno)))")
        }
    }

    /// Tells the records, and waits for the answers.
    package func deliver(_ batch: [Record]) throws(DeliveryError) {
        let refusals: [DeliveryError.Refusal]
        do throws(ProgramError) {
            refusals = try settings.answers == .lines ? askEach(batch) : askForStatus(batch)
        } catch {
            child = nil
            throw .later("\(settings.command[0]) \(error)")
        }
        try refusals.throwIfAny()
    }

    /// Ends the program's input, and gives it two seconds to end.
    package func close() {
        guard let child else { return }
        self.child = nil
        _ = try? child.exchange([], closing: true, until: .now + .seconds(2)) { _ in true }
    }

    private func text(_ batch: [Record]) -> [UInt8] {
        batch.flatMap { lines.json(of: $0) + [UInt8(ascii: "\n")] }
    }

    private func running() throws(ProgramError) -> ChildProgram {
        if let child { return child }
        let started = try started()
        child = started
        return started
    }

    private func started() throws(ProgramError) -> ChildProgram {
        try ChildProgram(settings.command) { [logger, command = settings.command[0]] line in
            let text = String(decoding: line.prefix(1_000), as: UTF8.self)
            logger.notice("feed's program says", metadata: ["program": "\(command)", "text": "\(text)"])
        }
    }
}

extension ProgramBackend {
    /// Each record is answered, in order; those that are refused for ever.
    private func askEach(_ batch: [Record]) throws(ProgramError) -> [DeliveryError.Refusal] {
        let child = try running()
        var refusals: [DeliveryError.Refusal] = []
        var waiting = batch.map(\.position)[...]
        var postponed: String?
        let deadline = ContinuousClock.now + settings.timeout
        let isAnswered = try child.exchange(text(batch), closing: false, until: deadline) { line throws(ProgramError) in
            let answer = try ProgramAnswer(line: line)
            guard let position = waiting.popFirst(), answer.position == position else {
                throw ProgramError("answered for position \(answer.position) out of turn")
            }
            if case .never(_, let reason) = answer { refusals.append(.init(position: position, reason: reason)) }
            if case .later(_, let reason) = answer { postponed = postponed ?? reason }
            return !waiting.isEmpty
        }
        guard isAnswered else { throw ProgramError("ended \(try ending(of: child, deadline)), without an answer") }
        // It has answered all: it need not be started anew.
        if let postponed { throw ProgramError("takes it later: \(postponed)") }
        return refusals
    }

    /// One run for the batch. Who refuses one of many is asked for halves of them.
    private func askForStatus(_ batch: [Record]) throws(ProgramError) -> [DeliveryError.Refusal] {
        let child = try started()
        let deadline = ContinuousClock.now + settings.timeout
        _ = try child.exchange(text(batch), closing: true, until: deadline) { _ in true }
        switch try child.status(until: deadline) {
        case 0: return []
        case EX_DATAERR where batch.count == 1:
            return [
                .init(position: batch[0].position, reason: "\(settings.command[0]) ended with status \(EX_DATAERR)")
            ]
        case EX_DATAERR:
            let middle = batch.count / 2
            return try askForStatus(Array(batch[..<middle])) + askForStatus(Array(batch[middle...]))
        default: throw ProgramError("ended \(try ending(of: child, deadline))")
        }
    }

    private func ending(of child: ChildProgram, _ deadline: ContinuousClock.Instant) throws(ProgramError) -> String {
        let status = try child.status(until: deadline)
        return status < 0 ? "by signal \(-status)" : "with status \(status)"
    }
}
