// SPDX-License-Identifier: Apache-2.0

internal import Bus
internal import DatanommerModels
internal import Foundation
internal import Logging
internal import Monitor
internal import ServiceLifecycle

/// Answers `/health`, `/ready` and `/metrics`, until everything else has stopped.
///
/// What it answers is in memory already: nobody who asks makes the database or the spool do anything.
struct Monitoring: Service {
    private let server: MonitorServer

    /// Listens; answers from now on.
    ///
    /// - Throws: `MonitorError` when it cannot.
    init(_ address: MonitorAddress, _ questions: Questions, logger: Logger) async throws {
        server = try await MonitorServer(address) { questions.answer(to: $0) }
        logger.info("answering /health, /ready and /metrics", metadata: [LogKey.address: "\(server.address)"])
    }

    func run() async throws {
        try? await gracefulShutdown()
        await server.stop()
    }

    /// What it is asked about.
    struct Questions: Sendable {
        let meters: Meters
        let listeners: Listeners
        let gaps: GapTally
        let heartbeats: [(service: String, heartbeat: Heartbeat)]
        /// How long a service may make no progress.
        let patience: Duration

        fileprivate func answer(to path: String) -> MonitorAnswer? {
            switch path {
            case "/health": condition.health
            case "/ready": condition.readiness
            case "/metrics":
                .metrics(
                    meters.readings.metrics(
                        listeners.counts, connected: listeners.connectedEndpoints, gaps: gaps.counts,
                        memory: Self.residentBytes, at: .now))
            default: nil
            }
        }

        private var condition: DaemonCondition {
            DaemonCondition(
                readings: meters.readings,
                standstills: standstills, now: .now)
        }

        /// The services that make no progress, each once.
        private var standstills: [String] {
            let silent = heartbeats.filter { !$0.heartbeat.isAlive(within: patience) }.map(\.service)
            return Set(silent).sorted()
        }

        /// The second number of statm is resident pages, proc(5).
        private static var residentBytes: Int? {
            guard let text = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8) else { return nil }
            let numbers = text.split(separator: " ")
            return numbers.count > 1 ? Int(numbers[1]).map { $0 * Int(sysconf(Int32(_SC_PAGESIZE))) } : nil
        }
    }
}
