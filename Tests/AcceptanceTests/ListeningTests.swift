// SPDX-License-Identifier: Apache-2.0

import DatanommerTesting
import Foundation
import Testing

@Suite(.timeLimit(.minutes(3))) struct `The daemon listens` {
    @Test(arguments: Engine.allCases)
    func `to a publisher that comes after it, goes and comes back`(engine: Engine) async throws {
        try await ScratchArchive.with(engine) { archive in
            let port = FedmsgPublisher.freePort()
            try await Daemon.with(archive, [FedmsgPublisher.endpoint(port)]) { daemon in
                try await daemon.program.errorLine(with: "endpoint unreachable")
                for round in 0..<2 {
                    try await FedmsgPublisher.with(port: port, record: archive.record) { publisher in
                        try await publisher.meet(from: 900_000 + round * 1_000) { try await archive.has($0) }
                        try await publisher.say(round * 100..<round * 100 + 100)
                        try await archive.holds(WireRecord(archive.record).messages.count)
                    }
                    try await daemon.program.errorLine(with: "endpoint lost", after: round)
                }
                try await daemon.stop()
            }
            try await WireRecord(archive.record).expectAnswers(of: archive)
        }
    }

    @Test(arguments: Engine.allCases)
    func `to several publishers at once`(engine: Engine) async throws {
        try await ScratchArchive.with(engine) { archive in
            try await FedmsgPublisher.with(record: archive.record) { one in
                try await FedmsgPublisher.with(record: archive.folder + "/other.ndjson") { other in
                    try await Daemon.with(archive, [one.endpoint, other.endpoint]) { daemon in
                        try await one.meet { try await archive.has($0) }
                        try await other.meet(from: 800_000) { try await archive.has($0) }
                        // The middle is said by both.
                        try await one.say(0..<600)
                        try await other.say(400..<1_000)
                        try archive.join("other.ndjson")
                        let record = try WireRecord(archive.record)
                        try await archive.holds(record.messages.count)
                        try await daemon.stop()
                        try await record.expectAnswers(of: archive)
                    }
                }
            }
        }
    }

    @Test func `to the topics with a beginning only`() async throws {
        try await ScratchArchive.with(.sqlite) { archive in
            try await FedmsgPublisher.with(record: archive.record) { publisher in
                let prefixes = ["--topic", "org.fedoraproject.dev.b", "--topic", "org.fedoraproject.dev.žluť."]
                try await Daemon.with(archive, [publisher.endpoint], prefixes) { daemon in
                    // Multiples of 7 are about bodhi.
                    let first = 900_000 / 7 * 7
                    try await publisher.meetSevens(from: first) { try await archive.has($0) }
                    try await publisher.say(0..<700)
                    try await publisher.say(first..<first + 1)
                    let wanted = try WireRecord(archive.record).messages.filter {
                        ["bodhi", "buildsys", "žluť"].contains($0.category)
                    }
                    try await archive.holds(wanted.count)
                    try await daemon.stop()
                    let ids = try await archive.run("dump").output.matches(of: /"msg_id": "([^"]*)"/).map {
                        String($0.1)
                    }
                    #expect(ids == wanted.map(\.msgID))
                }
            }
        }
    }

    @Test func `elsewhere and to other rules after SIGHUP, and as before after a broken configuration`() async throws {
        try await ScratchArchive.with(.sqlite) { archive in
            try await FedmsgPublisher.with(record: archive.record) { one in
                try await FedmsgPublisher.with(record: archive.folder + "/other.ndjson") { other in
                    let config = try archive.configure([one.endpoint], user: "msg.nested")
                    try await Daemon.with(archive, [], ["--config", config]) { daemon in
                        try await one.meet { try await archive.has($0) }
                        #expect(try await archive.run("grep", "--user", "user3", "--count") == .done("0\n"))

                        _ = try archive.configure([one.endpoint, other.endpoint], user: "msg.agent")
                        daemon.program.signal(SIGHUP)
                        try await daemon.program.errorLine(with: "configuration read again")
                        try await other.meet(from: 800_000) { try await archive.has($0) }
                        try await other.say(0..<17)
                        try await archive.hasSoon(FedmsgPublisher.msgID(16))
                        #expect(
                            try await archive.run("grep", "--user", "user3", "--end", "1361166016", "--count")
                                == .done("1\n"))

                        for (round, text) in ["bus: {endpoints: 5}\n", "bus: {endpoints: [tcp://nowhere]}\n", "{"]
                            .enumerated()
                        {
                            _ = try archive.write(text, to: "daemon.yaml")
                            daemon.program.signal(SIGHUP)
                            try await daemon.program.errorLine(with: "configuration not changed", after: round)
                            try await one.say(100 + round..<101 + round)
                            try await other.say(200 + round..<201 + round)
                            try await archive.hasSoon(FedmsgPublisher.msgID(100 + round))
                            try await archive.hasSoon(FedmsgPublisher.msgID(200 + round))
                        }
                        #expect(
                            try await archive.run(
                                "grep", "--user", "user15", "--msg-id", FedmsgPublisher.msgID(100), "--count")
                                == .done("1\n"))

                        _ = try archive.configure([other.endpoint], user: "msg.agent")
                        daemon.program.signal(SIGHUP)
                        try await daemon.program.errorLine(with: "configuration read again", after: 1)
                        try await one.say(300..<310)
                        try await other.say(400..<401)
                        try await archive.hasSoon(FedmsgPublisher.msgID(400))
                        try await daemon.stop()
                        #expect(try await !archive.has(FedmsgPublisher.msgID(309)))
                    }
                }
            }
        }
    }

    @Test(arguments: Engine.allCases)
    func `to signed messages, and keeps what their signature covers`(engine: Engine) async throws {
        try await ScratchArchive.with(engine) { archive in
            try await FedmsgPublisher.with(record: archive.record, signed: true) { publisher in
                try await Daemon.with(archive, [publisher.endpoint]) { daemon in
                    let isThere = { () -> Bool? in try await archive.run("stats").outputBytes.isEmpty ? nil : true }
                    _ = try await eventually("a signed message arrives") {
                        try await publisher.say(0..<1)
                        return try await isThere()
                    }
                    let missed = try WireRecord(archive.record).messages.count
                    try await publisher.say(0..<100)
                    let record = try WireRecord(archive.record)
                    let last = try #require(record.messages.last)
                    try await archive.hasSoon(last.msgID)
                    try await daemon.stop()
                    let dump = try await archive.run("dump", "--format", "ndjson")
                    let compared = try await RunningProgram.run(
                        FedmsgLibrary.words("compare.py", [archive.record]), input: dump.outputBytes)
                    #expect(
                        compared.lines.allSatisfy { $0.hasPrefix("missing: ") } && compared.lines.count < missed,
                        "\(compared)")
                    #expect(
                        dump.lines.allSatisfy { $0.contains(/"certificate": "LS0[^"]{1000}.*"signature": "[^"]{300}/) })
                }
            }
        }
    }
}

extension FedmsgPublisher {
    /// As ``meet(from:_:)``, with each seventh message alone.
    fileprivate func meetSevens(from first: Int, _ hasArrived: @Sendable (String) async throws -> Bool) async throws {
        var numbers: [Int] = []
        _ = try await eventually("a message of \(endpoint) arrives") { () -> Bool? in
            numbers.append(first + 7 * numbers.count)
            try await say(numbers[numbers.count - 1]..<numbers[numbers.count - 1] + 1)
            for number in numbers where try await hasArrived(Self.msgID(number)) { return true }
            return nil
        }
        for number in numbers { try await say(number..<number + 1) }
    }
}

extension ScratchArchive {
    /// Adds another record to the first.
    fileprivate func join(_ name: String) throws {
        let texts = try [record, "\(folder)/\(name)"].map { try String(contentsOfFile: $0, encoding: .utf8) }
        let lines = Set(texts.flatMap { $0.split(separator: "\n") })
        _ = try write(lines.joined(separator: "\n"), to: "wire.ndjson")
    }

    /// Waits until a message is there.
    fileprivate func hasSoon(_ msgID: String) async throws {
        _ = try await eventually("\(msgID) in the archive") { () -> Bool? in try await has(msgID) ? true : nil }
    }

    /// Writes a configuration with endpoints, and with rules that find users under a path; the answer is its path.
    fileprivate func configure(_ endpoints: [String], user: String) throws -> String {
        let rules = try write("rules:\n- {name: all, topic: \"#\", users: [\(user)]}\n", to: "rules.yaml")
        return try write("bus: {endpoints: \(endpoints)}\nextraction: {rules: \(rules)}\n", to: "daemon.yaml")
    }
}
