// SPDX-License-Identifier: Apache-2.0

import Glibc

/// The first address of a TCP endpoint's host; the only owner of the list it came in, which it frees.
final class HostLookup {
    private let list: UnsafeMutablePointer<addrinfo>

    /// Looks the host up; throws ``BusError/Code/socket`` with the reason.
    init(_ endpoint: Endpoint) throws(BusError) {
        let rest = endpoint.text.dropFirst("tcp://".count)
        let host = rest[..<(rest.lastIndex(of: ":") ?? rest.endIndex)].filter { !"[]".contains($0) }
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var found: UnsafeMutablePointer<addrinfo>?
        let result = getaddrinfo(host, endpoint.port.map(String.init), &hints, &found)
        guard result == 0, let found else {
            throw BusError(
                .socket, "cannot find the host of \(endpoint.text): \(String(cString: gai_strerror(result)))")
        }
        list = found
    }

    deinit { freeaddrinfo(list) }

    /// Internet protocol 4 or 6.
    var family: Int32 { list.pointee.ai_family }

    /// Lends the address.
    func withAddress<R>(_ body: (UnsafePointer<sockaddr>, socklen_t) -> R) -> R {
        body(list.pointee.ai_addr, list.pointee.ai_addrlen)
    }
}
