// SPDX-License-Identifier: Apache-2.0

internal import Foundation
internal import Logging
internal import ServiceLifecycle

/// Tells systemd how the daemon is, where it asked for it: READY, STOPPING and WATCHDOG (sd_notify(3)).
struct ServiceNotifier: Service {
    /// The socket that systemd listens on; nil where there is none.
    let socketPath: String?
    /// How often systemd wants to hear that work goes on; nil where it does not.
    let watchdog: Duration?
    let heartbeats: [Heartbeat]

    init(environment: [String: String], heartbeats: [Heartbeat]) {
        socketPath = environment["NOTIFY_SOCKET"]
        watchdog = environment["WATCHDOG_USEC"].flatMap(Int64.init).map { .microseconds($0) }
        self.heartbeats = heartbeats
    }

    func run() async throws {
        send("READY=1")
        await cancelWhenGracefulShutdown {
            while true {
                // Without a watchdog there is nothing to say before the end.
                try? await Task.sleep(for: watchdog.map { $0 / 2 } ?? .seconds(86_400))
                if Task.isCancelled { return }
                if let watchdog, heartbeats.allSatisfy({ $0.isAlive(within: watchdog) }) { send("WATCHDOG=1") }
            }
        }
        send("STOPPING=1")
    }

    /// A datagram to a Unix socket; a leading `@` stands for the abstract namespace's NUL. Nobody waits for an answer, nor
    /// for a systemd that does not read, and one that is gone is no reason to stop.
    func send(_ state: String) {
        guard let socketPath else { return }
        let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        var path = Array(socketPath.utf8)
        guard path.count < MemoryLayout.size(ofValue: address.sun_path) else { return }
        if path.first == UInt8(ascii: "@") { path[0] = 0 }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path) }
        let flags = Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT)
        let length = socklen_t(MemoryLayout<sa_family_t>.size + path.count)
        withUnsafePointer(to: address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                _ = sendto(descriptor, state, state.utf8.count, flags, address, length)
            }
        }
    }
}
