// SPDX-License-Identifier: Apache-2.0

import DatanommerTesting
import Foundation
import Glibc
import JSONText

/// A process that publishes numbered messages with the real fedmsg library.
struct FedmsgPublisher: Sendable {
    /// Where subscribers find it.
    let endpoint: String
    private let program: RunningProgram
    private let record: String

    /// Lends a publisher; afterwards it is gone.
    ///
    /// - Parameters:
    ///   - port: Where it publishes.
    ///   - record: The file that gets what it put on the wire; it may hold what an earlier one did.
    static func with<R>(
        port: Int = freePort(), record: String, signed: Bool = false, _ body: (FedmsgPublisher) async throws -> R
    ) async throws -> R {
        let words = try await FedmsgLibrary.words("publish.py", ["\(port)", record] + (signed ? ["--signed"] : []))
        return try await RunningProgram.with(words) { program in
            let publisher = FedmsgPublisher(endpoint: endpoint(port), program: program, record: record)
            try await publisher.answered("ready", 1)
            return try await body(publisher)
        }
    }

    /// Where the publisher of a port is found.
    static func endpoint(_ port: Int) -> String { "tcp://127.0.0.1:\(port)" }

    /// A port that nobody has.
    static func freePort() -> Int { LocalPort.free() }

    /// Says messages, and returns when they are on their way.
    func say(_ numbers: Range<Int>) async throws {
        let before = answers("said")
        try startSaying(numbers)
        try await answered("said", before + 1)
    }

    /// Says messages while the test goes on; ``saidAll(_:)`` tells when it has.
    func startSaying(_ numbers: Range<Int>) throws {
        try program.write(line: "say \(numbers.lowerBound) \(numbers.count)")
    }

    /// Waits until so many orders were carried out.
    func saidAll(_ orders: Int) async throws {
        try await answered("said", orders)
    }

    /// How many orders were carried out so far.
    var orders: Int { answers("said") }

    /// Says new messages, one by one, until the first of them has arrived; then those before it once more. From now on nothing
    /// that is said is lost on the way.
    ///
    /// - Parameter hasArrived: whether the message with an identity is in the archive.
    func meet(from first: Int = 900_000, _ hasArrived: @Sendable (String) async throws -> Bool) async throws {
        var last = first
        _ = try await eventually("a message of \(endpoint) arrives") { () -> Bool? in
            try await say(last..<last + 1)
            last += 1
            let numbers = first..<last
            for number in numbers where try await hasArrived(Self.msgID(number)) { return true }
            return nil
        }
        try await say(first..<last)
    }

    /// The identity of an unsigned message.
    static func msgID(_ number: Int) -> String {
        let digits = String(number, radix: 16)
        return "2013-00000000-0000-4000-8000-" + String(repeating: "0", count: 12 - digits.count) + digits
    }

    private func answered(_ word: String, _ count: Int) async throws {
        do {
            _ = try await eventually("\(count) times \(word) of the publisher", within: .seconds(120)) {
                answers(word) >= count ? true : nil
            }
        } catch let error as ScratchError {
            throw PublisherError(description: "\(error); \(program.errors)")
        }
    }

    private func answers(_ word: String) -> Int {
        String(decoding: program.output, as: UTF8.self).split(separator: "\n").count { $0.hasPrefix(word) }
    }
}
