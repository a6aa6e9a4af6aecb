// SPDX-License-Identifier: Apache-2.0

/// Where the daemon can be asked how it is.
package enum MonitorAddress: Hashable, Sendable {
    /// A host, by address or name, and a port; 0 is a free one.
    case host(String, port: Int)
    /// A Unix socket, by its path.
    case unix(path: String)

    /// Reads `127.0.0.1:9941`, `[::1]:9941`, `localhost:9941` or `unix:/path`.
    ///
    /// - Parameter allowsOtherHosts: whether others than this machine may ask; nobody is asked who he is.
    /// - Throws: ``MonitorError/Code/wrongAddress``.
    package init(_ text: String, allowsOtherHosts: Bool = false) throws(MonitorError) {
        if text.hasPrefix("unix:") {
            self = .unix(path: try Self.path(String(text.dropFirst(5))))
            return
        }
        guard let parts = text.wholeMatch(of: /(\[([0-9A-Fa-f:.]+)\]|[^:\s\[\]]+):(\d{1,5})/),
            let port = Int(parts.3), port <= 65_535
        else {
            throw MonitorError(
                .wrongAddress,
                "cannot be asked at \(text): wanted is host:port, [address]:port or unix:/path, such as 127.0.0.1:9941")
        }
        let host = String(parts.2 ?? parts.1)
        guard allowsOtherHosts || Self.isLoopback(host) else {
            throw MonitorError(
                .wrongAddress,
                "cannot be asked at \(text): other machines could ask too. Take a loopback address such as "
                    + "127.0.0.1:\(port), or set monitoring.allow_other_hosts: true")
        }
        self = .host(host, port: port)
    }

    private static func path(_ path: String) throws(MonitorError) -> String {
        // What a socket's address has room for, unix(7), with the NUL at its end.
        guard path.hasPrefix("/"), path.utf8.count < 108, !path.utf8.contains(0) else {
            throw MonitorError(
                .wrongAddress, "cannot be asked at unix:\(path): wanted is a path from / on, of at most 107 bytes")
        }
        return path
    }

    /// 127.0.0.0/8, ::1, and the name that means them.
    private static func isLoopback(_ host: String) -> Bool {
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        let isIPv4 = parts.count == 4 && parts.allSatisfy { UInt8($0) != nil }
        return host == "localhost" || host == "::1" || isIPv4 && parts[0] == "127"
    }
}

extension MonitorAddress: CustomStringConvertible {
    /// As it is configured.
    package var description: String {
        switch self {
        case .host(let host, let port): host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
        case .unix(let path): "unix:\(path)"
        }
    }
}
