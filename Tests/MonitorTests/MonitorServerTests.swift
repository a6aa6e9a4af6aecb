// SPDX-License-Identifier: Apache-2.0

import DatanommerTesting
import Testing

@testable import Monitor

@Suite(.timeLimit(.minutes(2)), .serialized) struct `Who asks the daemon` {
    private static let well = "HTTP/1.1 200 OK\r\n"

    private func withServer(
        _ limits: MonitorServer.Limits = .init(), _ body: (Int) async throws -> Void
    ) async throws {
        let server = try await MonitorServer(.host("127.0.0.1", port: 0), limits: limits) { path in
            switch path {
            case "/well": .line("so it is", isWell: true)
            case "/ill": .line("it aches", isWell: false)
            case "/long": .line(String(repeating: "x", count: 4 << 20), isWell: true)
            default: nil
            }
        }
        guard case .host(_, let port) = server.address else { return }
        do {
            try await body(port)
        } catch {
            await server.stop()
            throw error
        }
        await server.stop()
        #expect(throws: ScratchError.self) { try RawConnection(port: port) }
    }

    private func answer(_ port: Int, _ request: String) throws -> String {
        let connection = try RawConnection(port: port)
        connection.say(request)
        return connection.heard()
    }

    @Test func `is answered by path and method`() async throws {
        try await withServer { port in
            #expect(try RawConnection.get("/well", port: port) == (200, "so it is\n"))
            #expect(try RawConnection.get("/well?a=b?c", port: port) == (200, "so it is\n"))
            #expect(try RawConnection.get("/ill", port: port) == (503, "it aches\n"))
            #expect(try RawConnection.get("/", port: port) == (404, "404 Not Found\n"))
            #expect(try RawConnection.get("/well/", port: port) == (404, "404 Not Found\n"))
            let head = try answer(port, "HEAD /well HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(
                head.hasPrefix(Self.well) && head.contains("\r\nContent-Length: 9\r\n") && head.hasSuffix("\r\n\r\n"))
            let post = try answer(port, "POST /well HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc")
            #expect(post.hasPrefix("HTTP/1.1 405 ") && post.contains("\r\nAllow: GET, HEAD\r\n"))
            #expect(try answer(port, "GET /well HTTP/1.0\r\n\r\n").hasPrefix(Self.well))
        }
    }

    @Test(arguments: [
        "\u{0}\u{1}\u{2}\r\n\r\n", "\r\n\r\n\r\n", "GET\r\n\r\n", "GET /well\r\n\r\n", "GET  HTTP/1.1\r\n\r\n",
        "FETCH /well HTTP/1.1\r\n\r\n", "GET /well HTTP/9.9\r\n\r\n", "GET /well HTTP/1.1\r\nno colon\r\n\r\n",
        "POST /well HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
        "POST /well HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
        "POST /well HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    ])
    func `in no known way is sent away`(request: String) async throws {
        try await withServer { port in
            let connection = try RawConnection(port: port)
            connection.say(request)
            connection.sayNoMore()
            let answer = connection.heard()
            #expect(answer.isEmpty || answer.hasPrefix("HTTP/1.1 4"), "\(answer)")
            #expect(try RawConnection.get("/well", port: port).status == 200)
        }
    }

    @Test(arguments: [
        ("GET /", "a"), ("GET /well HTTP/1.1\r\nX: ", "a"), ("GET /well HTTP/1.1\r\n", "X: y\r\n"),
        ("POST /well HTTP/1.1\r\nContent-Length: 9999999999\r\n\r\n", "a"),
        ("POST /well HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n", "1\r\na\r\n"), ("", "\r\n"),
        ("", "GET /well HTTP/1.1\r\nHost: a\r\n\r\n"),
    ])
    func `without end is cut off, and takes no memory`(beginning: String, more: String) async throws {
        try await withServer { port in
            let connection = try RawConnection(port: port)
            connection.say(beginning)
            let chunk = Array(String(repeating: more, count: max(1, (64 << 10) / more.utf8.count)).utf8)
            var chunks = 0
            while chunks < 4_000, connection.say(chunk) { chunks += 1 }
            #expect(chunks < 4_000, "250 MB were taken")
            #expect(try RawConnection.get("/well", port: port).status == 200)
        }
    }

    @Test func `slowly, or does not read, has no more time than others`() async throws {
        var limits = MonitorServer.Limits()
        limits.duration = .milliseconds(300)
        try await withServer(limits) { port in
            let slow = try RawConnection(port: port)
            slow.say("GET /well HTTP/1.1\r\nX: ")
            let start = ContinuousClock.now
            while slow.say("a") { try await Task.sleep(for: .milliseconds(10)) }
            #expect(start.duration(to: .now) < .seconds(10))
            #expect(slow.heard() == "")
            let idle = try RawConnection(port: port)
            #expect(idle.heard() == "")
            let deaf = try RawConnection(port: port)
            deaf.say("GET /long HTTP/1.1\r\nHost: a\r\n\r\n")
            _ = try await eventually("the end of one who does not read") {
                deaf.say("a") ? nil : true
            }
        }
    }

    @Test func `and says that this was all, is answered still`() async throws {
        try await withServer { port in
            let connection = try RawConnection(port: port)
            connection.say("GET /well HTTP/1.1\r\nHost: a\r\n\r\n")
            connection.sayNoMore()
            #expect(connection.heard().hasSuffix("so it is\n"))
        }
    }

    @Test func `beside too many others is sent away, and may come again`() async throws {
        var limits = MonitorServer.Limits()
        limits.connections = 3
        try await withServer(limits) { port in
            do {
                let others = try (0..<3).map { _ in try RawConnection(port: port) }
                let unheard = try RawConnection(port: port)
                unheard.say("GET /well HTTP/1.1\r\nHost: a\r\n\r\n")
                #expect(unheard.heard() == "")
                #expect(others[0].say("GET /well HTTP/1.1\r\nHost: a\r\n\r\n"))
                #expect(others[0].heard().hasPrefix(Self.well))
            }
            _ = try await eventually("room for one") {
                try? RawConnection.get("/well", port: port).status == 200 ? true : nil
            }
        }
    }

    @Test func `at an address that another one has is told so, on a port as on a path`() async throws {
        try await withServer { port in
            await #expect(throws: MonitorError.self) {
                try await MonitorServer(.host("127.0.0.1", port: port)) { _ in nil }
            }
        }
        let folder = try ScratchFolder()
        defer { folder.remove() }
        let path = MonitorAddress.unix(path: folder.path + "/socket")
        let first = try await MonitorServer(path) { _ in nil }
        await #expect(throws: MonitorError.self) { try await MonitorServer(path) { _ in nil } }
        await first.stop()
        // The socket of one that is gone is in nobody's way.
        let second = try await MonitorServer(path) { _ in nil }
        await second.stop()
    }
}
