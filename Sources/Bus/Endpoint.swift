// SPDX-License-Identifier: Apache-2.0

/// The text of an endpoint, checked: `tcp://host:port`, `tcp://[IPv6]:port` or `ipc:///path`.
///
/// libzmq would take more and refuses with "Invalid argument"; here the error names the text and what it wants.
struct Endpoint: Hashable, Sendable {
    /// What the endpoint is for.
    enum Purpose { case connect, bind }

    /// The longest path of a Unix socket on Linux, without the closing NUL (unix(7)).
    private static let longestPath = 107

    /// The endpoint as it was given, which is how libzmq knows it.
    let text: String
    /// The port of a TCP endpoint; nil for any free one and for a path.
    let port: Int?
    /// The host of a TCP endpoint is an IPv6 address in brackets, which libzmq takes only with an option set.
    let isIPv6: Bool
    /// The host of a TCP endpoint is a name, which libzmq replaces by its address in what it reports.
    let isNamed: Bool

    /// Checks `text`; throws ``BusError/Code/invalidEndpoint``.
    init(_ text: String, for purpose: Purpose) throws(BusError) {
        if let rest = text.after("tcp://") {
            try self.init(text, hostAndPort: rest, purpose)
        } else if let path = text.after("ipc://") {
            guard !path.isEmpty else { throw Self.invalid(text, "wants a path, as in ipc:///run/bus.socket") }
            guard path.utf8.count <= Self.longestPath else {
                throw Self.invalid(text, "has a path longer than \(Self.longestPath) bytes")
            }
            self.init(text)
        } else {
            throw Self.invalid(text, "wants to begin with tcp:// or ipc://")
        }
    }

    private init(_ text: String, port: Int? = nil, isIPv6: Bool = false, isNamed: Bool = false) {
        self.text = text
        self.port = port
        self.isIPv6 = isIPv6
        self.isNamed = isNamed
    }

    private init(_ text: String, hostAndPort: Substring, _ purpose: Purpose) throws(BusError) {
        guard let colon = hostAndPort.lastIndex(of: ":") else {
            throw Self.invalid(text, "wants a port, as in tcp://host:9940")
        }
        let host = hostAndPort[..<colon]
        let bracketed = host.hasPrefix("[") && host.hasSuffix("]")
        guard Self.isHost(host, bracketed: bracketed) else { throw Self.invalid(text, "has no proper host") }
        guard purpose == .bind || host != "*" else {
            throw Self.invalid(text, "wants a host to connect to; * is for binding")
        }
        self.init(
            text, port: try Self.port(hostAndPort[hostAndPort.index(after: colon)...], of: text, purpose),
            isIPv6: bracketed, isNamed: !bracketed && host.contains { !"0123456789.".contains($0) })
    }

    /// Letters, digits, `-`, `_` and `.`, or `*`; in brackets what an IPv6 address with a zone is made of.
    private static func isHost(_ host: Substring, bracketed: Bool) -> Bool {
        guard !bracketed else {
            let address = host.dropFirst().dropLast()
            return !address.isEmpty && address.allSatisfy { isPlain($0) || ":.%".contains($0) }
        }
        return host == "*" || (!host.isEmpty && host.allSatisfy { isPlain($0) || "-_.".contains($0) })
    }

    private static func isPlain(_ character: Character) -> Bool {
        character.isASCII && (character.isLetter || character.isNumber)
    }

    private static func port(_ digits: Substring, of text: String, _ purpose: Purpose) throws(BusError) -> Int? {
        if purpose == .bind, digits == "*" || digits == "0" { return nil }
        guard digits.utf8.count <= 5, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let port = Int(digits),
            (1...65535).contains(port)
        else { throw invalid(text, "wants a port from 1 to 65535") }
        return port
    }

    private static func invalid(_ text: String, _ wants: String) -> BusError {
        BusError(.invalidEndpoint, "endpoint \"\(text)\" \(wants)")
    }
}

extension String {
    /// What follows `prefix`, or nil if the text does not begin with it.
    fileprivate func after(_ prefix: String) -> Substring? {
        hasPrefix(prefix) ? dropFirst(prefix.count) : nil
    }
}
