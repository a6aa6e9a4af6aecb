// SPDX-License-Identifier: Apache-2.0

import Glibc

/// Where a master (or a minion) of Salt publishes its events: the path of its socket, the folder that it is in, or, where
/// `ipc_mode` is tcp, `tcp://host:port`.
struct SaltAddress: Hashable, Sendable {
    /// The name of a master's socket in its `sock_dir`.
    private static let masterSocket = "master_event_pub.ipc"
    private static let pathScheme = "ipc://"

    /// The address as it is told to people; a path stands behind `ipc://`.
    let endpoint: Endpoint

    /// Checks `text`; throws ``BusError/Code/invalidEndpoint``.
    init(_ text: String) throws(BusError) {
        endpoint = try Endpoint(text.hasPrefix("/") ? Self.pathScheme + text : text, for: .connect)
    }

    /// Checks a list, and names each once.
    static func list(_ texts: [String]) throws(BusError) -> [SaltAddress] {
        var addresses: [SaltAddress] = []
        for text in texts {
            let address = try SaltAddress(text)
            if !addresses.contains(address) { addresses.append(address) }
        }
        return addresses
    }

    /// The socket itself, now: a path that is a folder means the master's socket in it.
    ///
    /// Throws ``BusError/Code/invalidEndpoint`` when the path becomes too long by that.
    func socket() throws(BusError) -> Endpoint {
        guard let path = Self.path(of: endpoint), Self.isFolder(path) else { return endpoint }
        let folder = path.hasSuffix("/") ? path : path + "/"
        return try Endpoint(Self.pathScheme + folder + Self.masterSocket, for: .connect)
    }

    /// The path of an endpoint that has one.
    static func path(of endpoint: Endpoint) -> String? {
        endpoint.text.hasPrefix(pathScheme) ? String(endpoint.text.dropFirst(pathScheme.count)) : nil
    }

    private static func isFolder(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }
}
