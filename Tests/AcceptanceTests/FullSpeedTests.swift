// SPDX-License-Identifier: Apache-2.0

import DatanommerTesting
import Foundation
import Testing

/// One after the other: each wants the machine's full speed.
@Suite(.timeLimit(.minutes(10)), .serialized) struct `The daemon, with fedmsg publishing at full speed,` {
    private static let count = 20_000

    @Test(arguments: Engine.allCases)
    func `stores all of 20,000 messages once, and the same again change nothing`(engine: Engine) async throws {
        try await ScratchArchive.with(engine) { archive in
            try await FedmsgPublisher.with(record: archive.record) { publisher in
                try await Daemon.with(archive, [publisher.endpoint]) { daemon in
                    try await publisher.meet { try await archive.has($0) }
                    let clock = ContinuousClock.now
                    try await publisher.say(0..<Self.count)
                    let record = try WireRecord(archive.record)
                    try await archive.holds(record.messages.count)
                    let seconds = clock.duration(to: .now)
                    try await record.expectAnswers(of: archive)
                    try await record.expectFinds(of: archive)
                    try await publisher.say(0..<Self.count)
                    // What is said after them arrives after them.
                    try await publisher.say(Self.count..<Self.count + 1)
                    try await archive.holds(record.messages.count + 1)
                    try await WireRecord(archive.record).expectAnswers(of: archive)
                    let peak = try daemon.peakKiB()
                    #expect(peak < 128 << 10)
                    try await daemon.stop()
                    let stopped = try #require(daemon.log().last { $0["message"] == "stopped" })
                    #expect(stopped["stored"] == "\(record.messages.count + 1)")
                    #expect(stopped["set_aside"] == "0")
                    Measured.tell("\(engine): \(Self.count) messages in \(seconds), at most \(peak) KiB")
                }
            }
        }
    }
}

/// Figures for whoever reads the output of a test.
enum Measured {
    static func tell(_ figure: String) { print("measured: \(figure)") }
}
