// SPDX-License-Identifier: Apache-2.0

import Bus
import DatanommerTesting

@testable import Spool

/// Lends a folder for a spool, and removes it afterwards.
func withSpoolFolder<R>(_ body: (String) async throws -> R) async throws -> R {
    let folder = try ScratchFolder()
    defer { folder.remove() }
    return try await body(folder.path + "/spool")
}

/// Lends a spool with default settings, and its folder.
func withSpool<R>(_ body: (Spool, String) async throws -> R) async throws -> R {
    try await withSpoolFolder { folder in try await body(Spool(SpoolSettings(folder: folder)), folder) }
}

/// A batch of envelopes that tell their numbers in the topic.
func batch(_ numbers: ClosedRange<Int>, bytes: Int = 20) -> ReceivedBatch {
    ReceivedBatch(
        envelopes: numbers.map { number in
            Envelope(
                topic: Array("\(number)".utf8), body: [UInt8](repeating: UInt8(number & 0xFF), count: bytes),
                receivedAt: Int64(number))
        })
}

/// The numbers of a batch's envelopes.
func numbers(_ batch: ReceivedBatch) -> [Int] {
    batch.envelopes.compactMap { Int(String(decoding: $0.topic, as: UTF8.self)) }
}

/// All that a finished spool still gives, as the numbers of its batches.
func rest(of spool: Spool, limit: Int = 100) async throws -> [[Int]] {
    var batches: [[Int]] = []
    while let next = try await spool.next(limit: limit) { batches.append(numbers(next.batch)) }
    return batches
}
