// SPDX-License-Identifier: Apache-2.0

package import Bus
import Glibc

/// A publisher on this machine for a test: on a free loopback port, or on a Unix socket in a directory of its own.
package struct LocalBus: Sendable {
    /// What the bus runs over.
    package enum Transport: Sendable, CaseIterable {
        /// A free port of 127.0.0.1.
        case tcp
        /// A Unix socket, whose path no other process can take while the publisher is away.
        case ipc
    }

    /// The publisher, bound.
    package let publisher: Publisher
    /// Where to connect.
    package var endpoint: String { publisher.boundEndpoint }

    /// Lends a bus; afterwards what was sent is flushed, the publisher closed and the directory removed. Throws what
    /// the body throws, and ``BusError`` if there is no port or directory.
    package static func withBus<Result: Sendable>(
        _ transport: Transport = .tcp, sendHighWaterMark: Int = 1000,
        _ body: (LocalBus) async throws -> Result
    ) async throws -> Result {
        switch transport {
        case .tcp: try await withBus(at: "tcp://127.0.0.1:*", sendHighWaterMark, body)
        case .ipc:
            try await withDirectory { try await withBus(at: "ipc://\($0)/bus", sendHighWaterMark, body) }
        }
    }

    /// Lends the path of a new directory that is removed afterwards with the sockets in it.
    package static func withDirectory<Result: Sendable>(_ body: (String) async throws -> Result) async throws -> Result
    {
        var path = Array("/tmp/bus-XXXXXX".utf8CString)
        guard mkdtemp(&path) != nil else {
            throw BusError(.socket, "cannot make a directory in /tmp: \(String(cString: strerror(errno)))")
        }
        let directory = String(decoding: path.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        defer { remove(directory) }
        return try await body(directory)
    }

    private static func withBus<Result: Sendable>(
        at endpoint: String, _ sendHighWaterMark: Int, _ body: (LocalBus) async throws -> Result
    ) async throws -> Result {
        let bus = LocalBus(publisher: try Publisher(bind: endpoint, sendHighWaterMark: sendHighWaterMark))
        do {
            let result = try await body(bus)
            try await bus.publisher.close()
            return result
        } catch {
            // The body's error is the one to tell, and there may be nobody to read what was sent.
            try? await bus.publisher.close(within: .zero)
            throw error
        }
    }

    private static func remove(_ directory: String) {
        if let entries = opendir(directory) {
            while let entry = readdir(entries) {
                let name = withUnsafePointer(to: &entry.pointee.d_name) {
                    $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
                }
                if name != ".", name != ".." { unlink("\(directory)/\(name)") }
            }
            closedir(entries)
        }
        rmdir(directory)
    }
}
