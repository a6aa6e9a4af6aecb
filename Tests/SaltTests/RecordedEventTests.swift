// SPDX-License-Identifier: Apache-2.0

import DatanommerModels
import JSONText
import Testing

@testable import Salt

@Suite struct `What Salt said in seven versions` {
    @Test func `is all there`() {
        #expect(RecordedEvent.eras.count == 77)
        #expect(RecordedEvent.master.count == 27)
    }

    @Test(arguments: RecordedEvent.all)
    func `has the tag and the data that Salt read`(event: RecordedEvent) throws {
        let (tag, payload) = try #require(event.parts)
        #expect(String(decoding: tag, as: UTF8.self) == event.tag)
        let body = try SaltBody(payload)
        #expect(body.json.canonical() == event.data.canonical())
        #expect(body.stamp == event.data["_stamp"]?.string)
        #expect(body.user == event.data["user"]?.string)
        // Not only JSON to whom wrote it.
        #expect(try JSONText(validating: Array(body.json.bytes)).bytes == body.json.bytes)
    }

    @Test(arguments: RecordedEvent.all)
    func `ends where its bytes end, and is none when it is cut anywhere`(event: RecordedEvent) throws {
        let (_, payload) = try #require(event.parts)
        #expect(try payload.withUnsafeBytes { try MessagePackSpan.end(of: $0) } == payload.count)
        for length in 0..<payload.count {
            #expect(throws: MessagePackError.self) { try SaltBody(Array(payload.prefix(length))) }
        }
        #expect(throws: MessagePackError(.trailing, at: payload.count)) { try SaltBody(payload + [0]) }
    }

    @Test func `is one message where the same was said in another version, framing or order of members`() throws {
        let said = RecordedEvent.eras.filter { event in
            ["2015.8.13", "2018.3.5", "3006.9"].contains(event.salt)
        }
        let identities = Dictionary(grouping: try said.map { ($0.tag, try $0.message.msgID) }, by: \.0)
        #expect(identities.count == 11)
        for (tag, messages) in identities {
            #expect(messages.count == 3 && Set(messages.map(\.1)).count == 1, "\(tag)")
        }
        let all = try RecordedEvent.master.map { try $0.message.msgID }
        #expect(Set(all).count == all.count)
    }

    @Test func `becomes messages with topic, category, time and users`() throws {
        let event = try #require(RecordedEvent.eras.first { $0.salt == "3008.5" && $0.tag.hasSuffix("/new") })
        let message = try event.message
        #expect(message.topic == "salt/job/20260101000000000000/new")
        #expect(message.category == "salt/job")
        #expect(message.timestamp == Timestamp(text: "2026-01-01T00:00:00.000001Z"))
        #expect(message.timestampWasSaid && message.notSaid == ["i"])
        #expect(message.users == ["root"] && message.packages == [])
        #expect(message.msgID.hasPrefix("2026-"))
        let silent = try #require(RecordedEvent.eras.first { $0.salt == "0.16.4" }).message
        #expect(silent.timestamp == RecordedEvent.receivedAt && !silent.timestampWasSaid)
        #expect(silent.category == "salt" && silent.msgID.hasPrefix("0000-"))
    }

    @Test(arguments: RecordedEvent.all)
    func `is the same after a dump and a load`(event: RecordedEvent) throws {
        let message = try event.message
        let decoder = MessageDecoder { _, _ in MessageNames(users: ["nobody"]) }
        let loaded = try decoder.message(file: Array(message.json.utf8))
        #expect(loaded == message)
        #expect(loaded.json == message.json)
    }
}

extension RecordedEvent {
    static let receivedAt = Timestamp(microseconds: 1_700_000_000_000_000)

    /// Tag and payload.
    var parts: (tag: [UInt8], payload: [UInt8])? {
        bytes.withUnsafeBytes { bytes in
            let whole = isZeroMQ ? bytes : SaltFraming.body(ofFrame: bytes)
            guard let whole, let parts = isZeroMQ ? SaltFraming.zeroMQ(whole) : SaltFraming.stream(whole) else {
                return nil
            }
            return (Array(whole[parts.tag]), Array(whole[parts.payload]))
        }
    }

    var message: Message {
        get throws {
            let (tag, payload) = try #require(parts)
            return try MessageDecoder { _, _ in MessageNames() }
                .message(saltTag: tag, payload: payload, receivedAt: Self.receivedAt)
        }
    }
}
