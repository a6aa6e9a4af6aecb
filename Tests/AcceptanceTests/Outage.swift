// SPDX-License-Identifier: Apache-2.0

import DatanommerTesting
import Testing

/// A daemon under load, whose database is taken away and given back.
struct Outage {
    let archive: ScratchArchive
    let daemon: Daemon
    let load: NumberedLoad
    /// Where systemd would hear that the daemon is alive.
    let socket: NotifySocket
    let spool: SpoolFiles

    /// What the daemon is told in these tests: give up soon what gives no answer.
    static let settings = "database: {answer_timeout: 1s, connect_timeout: 2s, busy_timeout: 1s}\n"
    /// A daemon that stands still for so long would be killed; it says that it does not twice as often.
    private static let watchdogSeconds = 6
    /// So many signs of life take longer than a daemon that stands still would go on giving them.
    private static let signs = 4

    /// Messages of 4 KB a second: what a daemon built for debugging stores at a quarter of its speed, and what fills a spool soon.
    static let (slow, fast) = (200, 2_000)

    /// Lends a daemon under load.
    static func with(
        _ archive: ScratchArchive, spool: SpoolFiles? = nil, settings: String = settings,
        _ body: (Outage) async throws -> Void
    ) async throws {
        let spool = spool ?? archive.spool
        let config = try archive.write(settings, to: "daemon.yaml")
        let socket = try NotifySocket(archive.folder + "/notify")
        let watched = ["NOTIFY_SOCKET": socket.path, "WATCHDOG_USEC": "\(watchdogSeconds * 1_000_000)"]
        try await NumberedLoad.with(perSecond: slow, bytes: 4_000) { load in
            let options = ["--config", config, "--spool", spool.folder]
            try await Daemon.with(archive, [load.endpoint], options, environment: watched) { daemon in
                let outage = Outage(archive: archive, daemon: daemon, load: load, socket: socket, spool: spool)
                try await outage.arrives(in: 100)
                try await body(outage)
                try await load.end()
                try await archive.expectStored(load.count - 1)
                try await daemon.stop()
                #expect(try daemon.log().last?["spooled_bytes"] == "0")
                try await archive.expectAll(of: load)
            }
        }
    }

    /// Takes the database away, until the daemon has noticed it, has received a lot all the same, and was alive all the time.
    ///
    /// - Parameters:
    ///   - bytes: how large the spool has to become meanwhile.
    ///   - begin: takes the database away.
    ///   - end: gives it back.
    func during(
        _ what: String, untilSpoolHas bytes: Int = 0, _ begin: () async throws -> Void,
        until end: () async throws -> Void
    ) async throws {
        let clock = ContinuousClock.now
        let failures = count(Self.failure)
        let (alive, from) = (signs, load.count)
        try await begin()
        do {
            try await daemon.program.errorLine(with: Self.failure, after: failures)
            if bytes > 0 { load.change(perSecond: Self.fast) }
            _ = try await eventually("\(bytes) bytes in the spool", within: .seconds(120)) {
                spool.bytes >= bytes ? true : nil
            }
            load.change(perSecond: Self.slow)
            _ = try await eventually("signs of life while \(what)") { signs >= alive + Self.signs ? true : nil }
            // What was published while the database was away is on disk before it is back.
            try await expectSpooled(load.count)
        } catch {
            try await end()
            throw error
        }
        let (to, seconds) = (load.count, clock.duration(to: .now))
        try await end()
        try await arrives(in: 1)
        Measured.tell(
            "\(what): \(to - from) messages in \(seconds), caught up \(clock.duration(to: .now) - seconds) later")
    }

    /// Waits until what is published now is on disk.
    func expectSpooled(_ number: Int) async throws {
        try await load.reaches(number + 1)
        _ = try await eventually("message \(number) in the spool") { spool.holds(number) ? true : nil }
    }

    /// Waits until the database has a message that is yet to be published.
    func arrives(in messages: Int) async throws {
        let number = load.count + messages
        try await load.reaches(number + 1)
        try await archive.expectStored(number)
    }

    /// How often the daemon said that it is alive.
    var signs: Int { socket.heard().count { $0 == "WATCHDOG=1" } }

    static let failure = "database does not take messages, retrying"

    private func count(_ text: String) -> Int {
        daemon.program.errors.split(separator: "\n").count { $0.contains(text) }
    }
}

extension ScratchArchive {
    /// Waits until a message is there, and with it all before it.
    func expectStored(_ number: Int) async throws {
        _ = try await eventually("message \(number) in the archive", within: .seconds(180)) {
            // A database that is about to come back may refuse the question.
            (try? await has(NumberedLoad.msgID(number))) == true ? true : nil
        }
    }
}
