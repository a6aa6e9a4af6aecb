// SPDX-License-Identifier: Apache-2.0

import DatanommerTesting
import Foundation
import Testing

/// A daemon that is asked how it is.
struct SeenDaemon: Sendable {
    let port: Int
    private let process: Int

    /// Waits for the line that tells the port.
    init(_ daemon: Daemon) async throws {
        let line = try await daemon.program.errorLine(with: "answering /health")
        port = try #require(line.firstMatch(of: /127\.0\.0\.1:(\d+)/).flatMap { Int($0.1) })
        process = daemon.program.identifier
    }

    /// What it answers.
    func get(_ path: String) throws -> (status: Int, body: String) {
        try RawConnection.get(path, port: port)
    }

    /// Its metrics, read strictly, as soon as they are as wanted.
    func metrics(_ isWanted: @Sendable ([String: Double]) -> Bool) async throws -> [String: Double] {
        var last: [String: Double] = [:]
        do {
            return try await eventually("other metrics", within: .seconds(120)) {
                last = try PrometheusText(get("/metrics").body).samples
                return isWanted(last) ? last : nil
            }
        } catch {
            throw Incomplete(description: "\(error), but \(last.sorted { $0.key < $1.key })")
        }
    }

    /// What it has in memory now.
    func residentKiB() throws -> Int {
        let status = try String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)
        return try #require(status.firstMatch(of: /VmRSS:\s+(\d+) kB/).flatMap { Int($0.1) })
    }
}
