// SPDX-License-Identifier: Apache-2.0

internal import Foundation
internal import Signatures

/// Messages on their way through the cores, and their lines in the order that the messages came in.
struct Verification {
    private let checker: SignatureChecker
    private let format: VerifyCommand.Format
    private var output = StandardOutput()
    private var valid = 0
    private var invalid: [Verdict.Reason: Int] = [:]
    /// Batches that are checked, but come after one that is not.
    private var waiting: [Int: [CheckedMessage]] = [:]
    private var written = 0
    private let progress = Progress("messages checked")

    init(_ checker: SignatureChecker, _ format: VerifyCommand.Format) {
        self.checker = checker
        self.format = format
    }

    /// Whether a message was found that is not to be believed.
    var hasInvalid: Bool { !invalid.isEmpty }

    /// How many of each there were.
    var summary: String {
        let reasons = invalid.sorted { $0.key.rawValue < $1.key.rawValue }.map { "\($0.value) \($0.key.rawValue)" }
        let tail = reasons.isEmpty ? "" : ": " + reasons.joined(separator: ", ")
        return "\(valid) valid, \(invalid.values.reduce(0, +)) invalid\(tail)"
    }

    /// Checks all that come, as many batches at once as keep the cores busy.
    mutating func run(_ batches: consuming some MessageBatches) async throws {
        let ahead = 2 * ProcessInfo.processInfo.activeProcessorCount
        let checker = checker
        try await withThrowingTaskGroup(of: (Int, [CheckedMessage]).self) { group in
            var number = 0
            while let batch = try await batches.next() {
                let place = number
                group.addTask { (place, batch.checked(by: checker)) }
                number += 1
                while number - written > ahead, let done = try await group.next() { try take(done) }
            }
            while let done = try await group.next() { try take(done) }
        }
        progress.finish()
        try output.flush()
    }

    private mutating func take(_ done: (place: Int, messages: [CheckedMessage])) throws {
        waiting[done.place] = done.messages
        while let messages = waiting.removeValue(forKey: written) {
            for message in messages { try write(message) }
            progress.advance(by: messages.count)
            written += 1
        }
    }

    private mutating func write(_ message: CheckedMessage) throws {
        if let reason = message.verdict.reason { invalid[reason, default: 0] += 1 } else { valid += 1 }
        try output.write(message.line(format))
    }
}
