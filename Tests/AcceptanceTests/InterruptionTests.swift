// SPDX-License-Identifier: Apache-2.0

import DatanommerTesting
import Foundation
import Testing

@Suite(.timeLimit(.minutes(6)), .serialized) struct `The daemon, interrupted,` {
    private static let count = 3_000

    @Test(arguments: [
        (Engine.sqlite, SIGTERM), (.sqlite, SIGINT), (.sqlite, SIGKILL), (.postgresql, SIGTERM), (.postgresql, SIGKILL),
    ])
    func `stores everything once when it is started again and the publisher repeats itself`(
        engine: Engine, signal: CInt
    ) async throws {
        try await ScratchArchive.with(engine) { archive in
            try await FedmsgPublisher.with(record: archive.record) { publisher in
                try await Daemon.with(archive, [publisher.endpoint]) { daemon in
                    try await publisher.meet { try await archive.has($0) }
                    let before = publisher.orders
                    try publisher.startSaying(0..<Self.count)
                    try await archive.holds(Self.count / 10)
                    if signal == SIGKILL {
                        daemon.program.signal(SIGKILL)
                        _ = try await daemon.program.finished()
                    } else {
                        try await daemon.stop(signal)
                    }
                    try await publisher.saidAll(before + 1)
                }
                try await Daemon.with(archive, [publisher.endpoint]) { daemon in
                    try await publisher.meet(from: 950_000) { try await archive.has($0) }
                    try await publisher.say(0..<Self.count)
                    let record = try WireRecord(archive.record)
                    try await archive.holds(record.messages.count)
                    try await daemon.stop()
                    try await record.expectAnswers(of: archive)
                }
            }
        }
    }

    @Test(arguments: [SIGTERM, SIGKILL])
    func `with its database away keeps what it received on disk, and stores it after the next start`(signal: CInt)
        async throws
    {
        try await ScratchCluster.withOwn { cluster in
            try await ScratchArchive.with(cluster) { archive in
                try await FedmsgPublisher.with(record: archive.record) { publisher in
                    // The server is told to be careful again: what it confirmed shall survive its end.
                    let careful = ["PGOPTIONS": "-c synchronous_commit=on"]
                    try await Daemon.with(archive, [publisher.endpoint], environment: careful) { daemon in
                        try await publisher.meet { try await archive.has($0) }
                        try cluster.stop(.immediate)
                        try await publisher.say(0..<Self.count)
                        try await daemon.program.errorLine(with: "database does not take messages, retrying")
                        try await archive.spooled(FedmsgPublisher.msgID(Self.count - 1))
                        daemon.program.signal(signal)
                        #expect(try await daemon.program.finished().status == (signal == SIGKILL ? -9 : 0))
                    }
                    try await Daemon.with(archive, [publisher.endpoint], environment: careful) { daemon in
                        #expect(daemon.program.errors.contains("database is out of reach, receiving all the same"))
                        try cluster.start()
                        let record = try WireRecord(archive.record)
                        try await archive.holds(record.messages.count)
                        try await daemon.program.errorLine(with: "database is back")
                        try await daemon.stop()
                        try await record.expectAnswers(of: archive)
                    }
                }
            }
        }
    }

    @Test(arguments: [ScratchCluster.Stop.immediate, .fast])
    func `loses nothing while its PostgreSQL is away and back`(way: ScratchCluster.Stop) async throws {
        try await ScratchCluster.withOwn { cluster in
            try await ScratchArchive.with(cluster) { archive in
                try await FedmsgPublisher.with(record: archive.record) { publisher in
                    let careful = ["PGOPTIONS": "-c synchronous_commit=on"]
                    try await Daemon.with(archive, [publisher.endpoint], environment: careful) { daemon in
                        try await publisher.meet { try await archive.has($0) }
                        let before = publisher.orders
                        try publisher.startSaying(0..<Self.count)
                        try await archive.holds(Self.count / 10)
                        try cluster.stop(way)
                        try await publisher.saidAll(before + 1)
                        try await publisher.say(Self.count..<2 * Self.count)
                        try await daemon.program.errorLine(with: "database does not take messages, retrying")
                        try cluster.start()
                        let record = try WireRecord(archive.record)
                        try await archive.holds(record.messages.count)
                        try await daemon.program.errorLine(with: "database is back")
                        try await daemon.stop()
                        try await record.expectAnswers(of: archive)
                    }
                }
            }
        }
    }

    @Test func `is not the only one on its database, and everything is there once`() async throws {
        try await ScratchArchive.with(.postgresql) { archive in
            try await FedmsgPublisher.with(record: archive.record) { publisher in
                try await Daemon.with(archive, [publisher.endpoint], ["--spool", "first"]) { first in
                    try await Daemon.with(archive, [publisher.endpoint], ["--spool", "second"]) { second in
                        for daemon in [first, second] { try await daemon.program.errorLine(with: "endpoint connected") }
                        try await publisher.meet { try await archive.has($0) }
                        try await publisher.say(0..<Self.count)
                        let record = try WireRecord(archive.record)
                        try await archive.holds(record.messages.count)
                        try await first.stop()
                        try await second.stop()
                        try await record.expectAnswers(of: archive)
                        let ends = try [first, second].map {
                            try #require(try $0.log().last { $0["message"] == "stopped" })
                        }
                        let stored = ends.compactMap { $0["stored"].flatMap(Int.init) }
                        #expect(stored.reduce(0, +) == record.messages.count)
                        // Each heard it all, but for the first words before it was introduced.
                        for end in ends { #expect((end["received"].flatMap(Int.init) ?? 0) >= Self.count, "\(ends)") }
                    }
                }
            }
        }
    }
}

extension ScratchArchive {
    /// Waits until a message is in the spool, and with it all that was said before.
    fileprivate func spooled(_ msgID: String) async throws {
        let spool = folder + "/datanommer-spool"
        _ = try await eventually("\(msgID) in the spool") { () -> Bool? in
            let files = try FileManager.default.contentsOfDirectory(atPath: spool).sorted().reversed()
            let holds = files.contains { file in
                FileManager.default.contents(atPath: "\(spool)/\(file)")?.range(of: Data(msgID.utf8)) != nil
            }
            return holds ? true : nil
        }
    }
}
