// SPDX-License-Identifier: Apache-2.0

internal import Foundation

/// Where a Redis server is, and who asks: `redis://user:password@host:6379/0` or `unix:///run/redis/redis.sock?db=1`.
struct RedisAddress: Hashable, Sendable {
    enum Place: Hashable, Sendable {
        case host(String, port: Int)
        case socket(String)
    }

    let place: Place
    let user: String?
    let password: String?
    /// The number of the database.
    let database: Int

    /// Redis's port.
    private static let port = 6379

    /// - Returns: nil when the text is no such URL.
    init?(_ text: String) {
        guard let url = URLComponents(string: text), url.fragment == nil else { return nil }
        switch url.scheme {
        case "redis":
            guard let host = url.host, !host.isEmpty, url.query == nil else { return nil }
            // An address of IPv6 stands in brackets, which are not part of it.
            place = .host(host.trimmingCharacters(in: ["[", "]"]), port: url.port ?? Self.port)
            guard let number = Self.number(url.path.drop { $0 == "/" }) else { return nil }
            database = number
        case "unix":
            guard url.host ?? "" == "", url.path.hasPrefix("/"), url.path.count > 1 else { return nil }
            place = .socket(url.path)
            let items = url.queryItems ?? []
            guard items.allSatisfy({ $0.name == "db" }), let number = Self.number((items.first?.value ?? "")[...])
            else {
                return nil
            }
            database = number
        default: return nil
        }
        user = url.user.flatMap { $0.isEmpty ? nil : $0 }
        password = url.password
    }

    /// The server, without user and password.
    var description: String {
        switch place {
        case .host(let name, let port): "\(name):\(port)"
        case .socket(let path): path
        }
    }

    /// What is said first on a connection.
    var greeting: [[[UInt8]]] {
        var commands: [[String]] = []
        if let password { commands.append(["AUTH"] + (user.map { [$0] } ?? []) + [password]) }
        if database != 0 { commands.append(["SELECT", String(database)]) }
        return commands.map { $0.map { Array($0.utf8) } }
    }

    private static func number(_ text: Substring) -> Int? {
        text.isEmpty ? 0 : Int(text).flatMap { $0 >= 0 ? $0 : nil }
    }
}
