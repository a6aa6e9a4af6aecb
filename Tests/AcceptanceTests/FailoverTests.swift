// SPDX-License-Identifier: Apache-2.0

import DatanommerTesting
import SQL
import Testing

@Suite(.timeLimit(.minutes(4)), .serialized) struct `The daemon, on a PostgreSQL server with a synchronous standby,` {
    @Test func `loses nothing when the server is killed under load and the standby promoted`() async throws {
        try await withServers { primary, standby, outage in
            try await outage.during("the server killed, the standby promoted") {
                try primary.stop(.immediate)
            } until: {
                try standby.promote()
            }
        }
    }

    /// The server shows after its restart what the standby never got: to find it there proves nothing.
    @Test func `loses nothing of what it found on a server that had not told its standby`() async throws {
        try await withServers { primary, standby, outage in
            try await outage.during("the standby away, the server restarted, then killed, the standby promoted") {
                // Frozen, it would find in its socket what was sent before the server was killed.
                try standby.stop(.immediate)
                // A COMMIT is done on the server, and waits for the standby.
                try await outage.daemon.program.errorLine(with: "COMMIT got no answer")
                try primary.stop(.immediate)
                try primary.start()
                let unanswered = outage.unanswered
                try await outage.daemon.program.errorLine(with: "COMMIT got no answer", after: unanswered)
            } until: {
                try primary.stop(.immediate)
                try standby.start()
                try standby.promote()
            }
        }
    }

    /// Lends two servers and a daemon under load that knows both.
    private func withServers(
        _ body: (_ primary: ScratchCluster, _ standby: ScratchCluster, Outage) async throws -> Void
    ) async throws {
        try await ScratchCluster.withStandby { primary, standby in
            // Removed with its servers; the one it was made on is down by then.
            let name = "failover"
            try await ScratchArchive.withFolder { folder in
                let archive = ScratchArchive(url: primary.urlText(database: name, or: standby), folder: folder)
                let made = try await archive.run("create-db")
                #expect(made.status == 0, "\(made)")
                try await Outage.with(archive) { outage in try await body(primary, standby, outage) }
            }
        }
    }
}

extension Outage {
    /// How often a COMMIT was given up so far.
    fileprivate var unanswered: Int {
        daemon.program.errors.split(separator: "\n").count { $0.contains("COMMIT got no answer") }
    }
}
