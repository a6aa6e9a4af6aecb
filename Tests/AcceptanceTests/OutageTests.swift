// SPDX-License-Identifier: Apache-2.0

import DatanommerTesting
import Foundation
import SQL
import Testing

@Suite(.timeLimit(.minutes(8)), .serialized) struct `The daemon, under load for minutes,` {
    /// What the spool grows to in the longest outage, far beyond the memory that the daemon may take.
    private static let large = 110 << 20
    private static let mostKiB = 96 << 10

    @Test func `loses nothing, keeps the order and goes on receiving, whatever is done to its PostgreSQL`() async throws
    {
        try await ScratchCluster.withOwn { cluster in
            try await ScratchArchive.with(cluster) { archive in
                try await cluster.set("synchronous_commit", to: "on")
                let name = try #require(DatabaseURL(archive.url).databaseName)
                try await Outage.with(archive) { outage in
                    try await outage.during("killed and away", untilSpoolHas: Self.large) {
                        try cluster.stop(.immediate)
                    } until: {
                        try cluster.start()
                    }
                    try await Self.endSessions(cluster, name, outage)
                    try await outage.during("only to be read") {
                        try await cluster.set("default_transaction_read_only", to: "on")
                    } until: {
                        try await cluster.set("default_transaction_read_only", to: nil)
                    }
                    try await outage.during("frozen") {
                        try cluster.freeze()
                    } until: {
                        try cluster.thaw()
                    }
                    try await outage.during("frozen, then killed") {
                        try cluster.freeze()
                    } until: {
                        try await cluster.kill9()
                        try cluster.start()
                    }
                    try await Self.locked(cluster.url(database: name), "LOCK TABLE messages", outage)
                    let peak = try outage.daemon.peakKiB()
                    #expect(peak < Self.mostKiB)
                    Measured.tell("PostgreSQL's outages: at most \(peak) KiB")
                }
            }
        }
    }

    /// Ends its sessions again and again, while some of its transactions get through.
    private static func endSessions(_ cluster: ScratchCluster, _ name: String, _ outage: Outage) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            try await outage.during("sessions ended again and again") {
                group.addTask {
                    while !Task.isCancelled {
                        try await cluster.endSessions(on: name)
                        try? await Task.sleep(for: .seconds(1))
                    }
                }
            } until: {
                group.cancelAll()
                try await group.waitForAll()
            }
        }
    }

    /// Holds a lock in a session of another process for some time.
    private static func locked(_ url: DatabaseURL, _ script: String, _ outage: Outage) async throws {
        let mayEnd = DispatchSemaphore(value: 0)
        let holder = Database(url)
        defer { holder.close() }
        try await withThrowingTaskGroup(of: Void.self) { group in
            try await outage.during("locked by \(script)") {
                group.addTask {
                    // Sessions block on queues of their own.
                    try await holder.withConnection { connection in
                        if url.dialect == .postgresql { try connection.run(script: "BEGIN") }
                        try connection.run(script: script)
                        mayEnd.wait()
                        try connection.run(script: "COMMIT")
                    }
                }
            } until: {
                mayEnd.signal()
                try await group.waitForAll()
            }
        }
    }

    @Test(.enabled(if: ScratchDisk.obstacle == nil, "\(ScratchDisk.obstacle ?? "")"))
    func `loses nothing while its PostgreSQL has no room`() async throws {
        try await ScratchDisk.with(mebibytes: 600) { disk in
            try await ScratchCluster.withOwn { cluster in
                try await ScratchArchive.with(cluster) { archive in
                    try await cluster.move(#require(DatabaseURL(archive.url).databaseName), to: disk)
                    try await Outage.with(archive) { outage in
                        try await outage.during("its disk full") {
                            try disk.fill()
                        } until: {
                            disk.empty()
                        }
                    }
                }
            }
        }
    }

    @Test(.enabled(if: ScratchDisk.obstacle == nil, "\(ScratchDisk.obstacle ?? "")"))
    func `loses nothing while its SQLite file is locked, or has no room`() async throws {
        try await ScratchDisk.with(mebibytes: 600) { disk in
            try await ScratchArchive.with(.sqlite, isMade: false) { folder in
                let archive = folder.at(url: "sqlite:///\(disk.path)/test.db")
                try await Outage.with(archive) { outage in
                    try await Self.locked(DatabaseURL(archive.url), "BEGIN EXCLUSIVE", outage)
                    try await outage.during("its disk full") {
                        try disk.fill()
                    } until: {
                        disk.empty()
                    }
                    let peak = try outage.daemon.peakKiB()
                    #expect(peak < Self.mostKiB)
                }
            }
        }
    }

    @Test(.enabled(if: ScratchDisk.obstacle == nil, "\(ScratchDisk.obstacle ?? "")"))
    func `waits aloud for room where its spool lies, and loses nothing`() async throws {
        try await ScratchDisk.with(mebibytes: 24) { disk in
            try await ScratchArchive.with(.sqlite) { archive in
                let spool = SpoolFiles(folder: disk.path + "/spool")
                try await Outage.with(archive, spool: spool) { outage in
                    let mayEnd = DispatchSemaphore(value: 0)
                    let holder = Database(try DatabaseURL(archive.url))
                    defer { holder.close() }
                    try await withThrowingTaskGroup(of: Void.self) { group in
                        group.addTask {
                            try await holder.withConnection { connection in
                                try connection.run(script: "BEGIN EXCLUSIVE")
                                mayEnd.wait()
                                try connection.run(script: "COMMIT")
                            }
                        }
                        // With its database locked, the spool fills its disk.
                        defer { mayEnd.signal() }
                        outage.load.change(perSecond: Outage.fast)
                        try await outage.daemon.program.errorLine(with: "spool does not take messages, retrying")
                        outage.load.change(perSecond: Outage.slow)
                        // What is published now waits in memory, and what is on disk stays there.
                        let alive = outage.signs
                        _ = try await eventually("signs of life") { outage.signs >= alive + 4 ? true : nil }
                        mayEnd.signal()
                        try await group.waitForAll()
                    }
                    try await outage.daemon.program.errorLine(with: "spool takes messages again")
                    try await outage.arrives(in: 1)
                }
            }
        }
    }
}
