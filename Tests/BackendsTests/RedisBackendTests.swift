// SPDX-License-Identifier: Apache-2.0

import DatanommerTesting
import Flow
import Testing

@testable import Backends

@Suite(.timeLimit(.minutes(1))) struct `Redis as a backend` {
    private func backend(_ redis: ScratchRedis, _ words: [String], secret: String = "") throws -> RedisBackend {
        let url = secret.isEmpty ? "unix://\(redis.socket)" : "unix://:\(secret)@\(redis.socket)"
        return try RedisBackend(
            url: url, command: words.map { try TextTemplate($0, hostname: "master") }, limit: .seconds(5))
    }

    @Test func `is told a batch's commands in order, any bytes in them`() async throws {
        let redis = try ScratchRedis()
        try await redis.running {
            let list = try backend(redis, ["RPUSH", "list", "{msg.text}"])
            try await list.check()
            try await list.deliver([
                .made(1, msg: #"{"text": "a b\u0000c"}"#), .made(2, msg: #"{"text": ""}"#),
                .made(3, msg: #"{"text": "😀\r\n\"'"}"#),
            ])
            let values = try await redis.ask(["--json", "LRANGE", "list", "0", "-1"])
            #expect(values == #"["a b\u0000c","","😀\r\n\"'"]"#)
            await list.close()
        }
    }

    @Test func `stores once what is set twice, and what is numbered`() async throws {
        let redis = try ScratchRedis()
        try await redis.running {
            let batch = (1...100).map { Record.made($0, msg: #"{"jid": \#($0), "return": [\#($0)]}"#) }
            let set = try backend(redis, ["SET", "job:{msg.jid}", "{msg.return|json}"])
            let stream = try backend(redis, ["XADD", "events", "{position}-0", "record", "{record}"])
            for _ in 1...2 {
                try await set.deliver(batch)
                try await stream.deliver(batch)
            }
            #expect(try await redis.ask(["GET", "job:77"]) == "[77]")
            #expect(try await redis.ask(["XLEN", "events"]) == "100")
            #expect(try await redis.ask(["DBSIZE"]) == "101")
        }
    }

    @Test func `names the records that it refuses, and takes the others`() async throws {
        let redis = try ScratchRedis()
        try await redis.running {
            _ = try await redis.ask(["SET", "text", "a"])
            let push = try backend(redis, ["RPUSH", "{msg.key}", "x"])
            let error = await #expect(throws: DeliveryError.self) {
                try await push.deliver([
                    .made(1, msg: #"{"key": "a"}"#), .made(2, msg: #"{"key": "text"}"#), .made(3),
                    .made(4, msg: #"{"key": "b"}"#),
                ])
            }
            let reason = "WRONGTYPE Operation against a key holding the wrong kind of value"
            #expect(
                error
                    == .never([
                        .init(position: 2, reason: reason),
                        .init(position: 3, reason: "msg.key is missing"),
                    ]))
            #expect(try await redis.ask(["LLEN", "b"]) == "1")
        }
    }

    @Test func `may take later what it could not, when it is back`() async throws {
        let redis = try ScratchRedis()
        let set = try backend(redis, ["SET", "{position}", "x"])
        await #expect(throws: DeliveryError.self) { try await set.check() }
        try await redis.running { try await set.deliver([.made(1)]) }
        let error = await #expect(throws: DeliveryError.self) { try await set.deliver([.made(2)]) }
        guard case .later = error else { return #expect(Bool(false), "\(String(describing: error))") }
        try await redis.running {
            try await set.deliver([.made(2)])
            #expect(try await redis.ask(["MGET", "1", "2"]) == "x\nx")
            _ = try await redis.ask(["CONFIG", "SET", "maxmemory", "1"])
            let full = await #expect(throws: DeliveryError.self) { try await set.deliver([.made(3)]) }
            guard case .later(let reason) = full else { return #expect(Bool(false), "\(String(describing: full))") }
            #expect(reason.contains("OOM"))
        }
    }

    @Test func `wants its password, and does not tell it`() async throws {
        let redis = try ScratchRedis(password: "geheim")
        try await redis.running {
            try await backend(redis, ["SET", "a", "b"], secret: "geheim").deliver([.made(1)])
            for secret in ["", "falsch"] {
                let error = await #expect(throws: DeliveryError.self) {
                    try await backend(redis, ["SET", "a", "b"], secret: secret).check()
                }
                guard case .later(let reason) = error else {
                    return #expect(Bool(false), "\(String(describing: error))")
                }
                #expect(!reason.contains("falsch") && (reason.contains("NOAUTH") || reason.contains("WRONGPASS")))
            }
        }
    }

    @Test(arguments: [
        "", "redis", "redis://", "http://host", "redis://host/x", "redis://host/-1", "unix://", "unix://host/path",
        "unix:///a?x=1", "redis://host#1",
    ])
    func `wants a URL of Redis`(url: String) throws {
        let command = [try TextTemplate("PING", hostname: "master")]
        #expect(throws: BackendError.self) { try RedisBackend(url: url, command: command) }
    }

    @Test func `reads its URL`() {
        let address = RedisAddress("redis://user:pass%20word@[::1]:7000/3")
        #expect(address?.place == .host("::1", port: 7000) && address?.database == 3)
        #expect(address?.user == "user" && address?.password == "pass word")
        #expect(RedisAddress("redis://host")?.place == .host("host", port: 6379))
        #expect(RedisAddress("unix:///a/b?db=2")?.place == .socket("/a/b"))
        #expect(address?.description == "::1:7000")
    }
}
