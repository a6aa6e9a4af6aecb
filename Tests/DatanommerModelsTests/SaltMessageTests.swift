// SPDX-License-Identifier: Apache-2.0

import Glibc
import Testing

@testable import DatanommerModels

@Suite struct `An event of Salt` {
    private let decoder = MessageDecoder(maximumBytes: 100) { _, _ in MessageNames(users: ["by a rule"]) }

    private func message(_ tag: String, _ payload: [UInt8]) throws -> Message {
        try decoder.message(saltTag: Array(tag.utf8), payload: payload, receivedAt: .sample(7))
    }

    private func payload(_ members: [(String, String)]) -> [UInt8] {
        var payload = [0x80 | UInt8(members.count)]
        for (name, text) in members {
            payload.append(0xA0 | UInt8(name.utf8.count))
            payload.append(contentsOf: name.utf8)
            payload.append(contentsOf: [0xD9, UInt8(text.utf8.count)])
            payload.append(contentsOf: text.utf8)
        }
        return payload
    }

    @Test(arguments: [
        ("salt/job/20260101000000000000/ret/web.01", "salt/job"), ("salt/auth", "salt/auth"),
        ("salt/auth/", "salt/auth"),
        ("salt/event_listen/start", "salt/event_listen"), ("salt/20260101000000000000/x", "salt"), ("salt/", "salt"),
        ("salt", "salt"), ("salt//x", "salt"), ("20260101000000000000", "salt"), ("minion/refresh/a.b.c.d", "salt"),
        ("salt/" + String(repeating: "x", count: 33), "salt"), ("saltx/job", "salt"), ("", "salt"), ("my/žluť", "salt"),
    ])
    func `has a category of which there are few`(tag: String, category: String) throws {
        let message = try message(tag, [0x80])
        #expect(message.category == category && message.topic == tag)
    }

    @Test(arguments: [
        ("", []), ("root", ["root"]), ("sudo_alice", ["alice", "sudo_alice"]), ("sudo_", ["sudo_"]),
        ("žofie", ["žofie"]),
    ])
    func `is about its user, who is found under both names when it was sudo`(user: String, users: [String]) throws {
        #expect(try message("salt/run/1/new", payload([("user", user)])).users == users)
    }

    @Test(arguments: [
        ("2026-01-01T00:00:00.007001", "2026-01-01T00:00:00.007001Z"),
        ("2026-01-01T00:00:00", "2026-01-01T00:00:00Z"),
        ("2026-12-31T23:59:59.999999", "2026-12-31T23:59:59.999999Z"),
        ("2026-02-28T12:34:56.000000", "2026-02-28T12:34:56Z"), ("2026-03-01 01:02:03.4", "2026-03-01T01:02:03.4Z"),
        ("2026-01-01T00:00:00.007001+00:00", "2026-01-01T00:00:00.007001Z"),
        ("2026-01-01T01:30:00.5+01:30", "2026-01-01T00:00:00.5Z"),
    ])
    func `tells its time in UTC unless it says where`(stamp: String, time: String) throws {
        let message = try message("salt/auth", payload([("_stamp", stamp)]))
        #expect(message.timestamp == Timestamp(text: time))
        #expect(message.timestampWasSaid && message.notSaid == ["i"])
        #expect(message.msgID.hasPrefix("2026-"))
    }

    @Test func `tells its time by this machine's clock where it has an underscore`() throws {
        let stamp = try #require(SaltStamp("2026-07-01_12:00:00.007001"))
        var (seconds, parts) = (time_t(stamp.time.microseconds / 1_000_000), tm())
        localtime_r(&seconds, &parts)
        #expect((parts.tm_year, parts.tm_mon, parts.tm_mday, parts.tm_hour) == (126, 6, 1, 12))
        #expect(stamp.time.microseconds % 1_000_000 == 7001 && stamp.year == 2026)
    }

    @Test(arguments: [
        "2026-02-30T00:00:00.000000", "2026-01-01T24:00:00.000000", "", "yesterday", "2026-13-01T00:00:00", "_",
        "1850-01-01T00:00:00", "2026-01-01_", "žžžžžžžžžžžž",
    ])
    func `has the time of receipt when it tells none`(stamp: String) throws {
        let message = try message("salt/auth", payload([("_stamp", stamp)]))
        #expect(message.timestamp == .sample(7) && !message.timestampWasSaid)
        #expect(message.notSaid == ["i", "timestamp"] && message.msgID.hasPrefix("0000-"))
    }

    @Test func `has an identity of tag and body, whatever the order of members and the time of receipt`() throws {
        let members = [("_stamp", "2026-01-01T00:00:00"), ("a", "1")]
        let one = try message("salt/auth", payload(members))
        let other = try decoder.message(
            saltTag: Array("salt/auth".utf8), payload: payload(members.reversed()), receivedAt: .sample(99))
        #expect(one.msgID == other.msgID && one.msg != other.msg)
        #expect(try message("salt/auth2", payload(members)).msgID != one.msgID)
        #expect(try message("salt/auth", payload([members[0], ("a", "2")])).msgID != one.msgID)
        #expect(try message("salt/auth", payload([("_stamp", "2026-01-01T00:00:01"), members[1]])).msgID != one.msgID)
    }

    @Test(
        arguments: [
            ("salt/auth", []), ("salt/auth", [0xC1]), ("salt/auth", [0x80, 0x80]), ("salt/\u{0}", [0x80]),
            ("salt/auth", [UInt8](repeating: 0xC0, count: 101)),
            ("salt/auth", [0x81, 0xA4] + Array("user".utf8) + [0xA3, 97, 0, 98]),
            ("salt/auth", [UInt8](repeating: 0x91, count: 99) + [0xC1]),
        ] as [(String, [UInt8])])
    func `is set aside whole when it cannot be kept`(tag: String, payload: [UInt8]) throws {
        let aside = #expect(throws: SetAside.self) { try message(tag, payload) }
        #expect(aside?.reason == .saltEvent && aside?.body == payload && aside?.topic == Array(tag.utf8))
        #expect(aside?.receivedAt == .sample(7))
    }

    @Test func `is set aside when its tag is not UTF-8`() {
        #expect(throws: SetAside.self) {
            try decoder.message(saltTag: [0xFF], payload: [0x80], receivedAt: .sample(7))
        }
    }

    @Test func `keeps its identity when it is said again on another bus`() throws {
        let message = try message("salt/auth", payload([("_stamp", "2026-01-01T00:00:00"), ("user", "ann")]))
        let again = try MessageDecoder { _, _ in MessageNames() }.message(
            topic: Array(message.topic.utf8), body: Array(message.envelope.utf8), receivedAt: .now)
        #expect(again.msgID == message.msgID && again.timestamp == message.timestamp && again.msg == message.msg)
    }
}
