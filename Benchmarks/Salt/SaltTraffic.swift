// SPDX-License-Identifier: Apache-2.0

import Salt

/// Events as a master of 3006 writes them: for each job a start, two returns and a state that was applied.
enum SaltTraffic {
    /// What a read of the stream gives at the most.
    static let read = 1 << 16

    /// The bytes of so many events, frame by frame.
    static func stream(_ count: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        for number in 0..<count { append(number, to: &bytes) }
        return bytes
    }

    /// Reads a stream of so many events, read by read.
    static func hear(_ count: Int, in bytes: [UInt8], _ body: (_ tag: [UInt8], _ payload: [UInt8]) -> Void) {
        var stream = SaltStream(maximumBytes: 16 << 20, keptBytes: 256)
        var heard = 0
        for start in stride(from: 0, to: bytes.count, by: read) {
            let end = min(start + read, bytes.count)
            stream.receive { room in
                room.copyBytes(from: bytes[start..<end])
                return end - start
            }
            while case .event(let tag, let payload)? = try? stream.next() {
                body(tag, payload)
                heard += 1
            }
        }
        precondition(heard == count, "\(heard) of \(count) events were heard")
    }

    private static func append(_ number: Int, to bytes: inout [UInt8]) {
        let job = "20260101" + digits(number / 4, 12)
        let minion = "minion\(digits(number % 97, 2)).example.org"
        let isStart = number.isMultiple(of: 4)
        let tag = "salt/job/\(job)/" + (isStart ? "new" : "ret/\(minion)")
        var payload: [UInt8] = []
        if isStart { appendStart(job, minion, to: &payload) } else { appendReturn(number, job, minion, to: &payload) }
        appendText("_stamp", to: &payload)
        appendText("2026-01-01T\(digits(number / 3_600 % 24, 2)):00:00.\(digits(number % 1_000_000, 6))", to: &payload)
        bytes.append(contentsOf: [0x82, 0xA4] + Array("head".utf8) + [0x80, 0xA4] + Array("body".utf8))
        let body = Array(tag.utf8) + [10, 10] + payload
        bytes.append(contentsOf: [0xC5, UInt8(body.count >> 8), UInt8(body.count & 0xFF)])
        bytes.append(contentsOf: body)
    }

    private static func appendStart(_ job: String, _ minion: String, to payload: inout [UInt8]) {
        payload.append(0x88)
        for (name, text) in [
            ("jid", job), ("tgt_type", "glob"), ("tgt", "*"), ("user", "sudo_alice"), ("fun", "state.apply"),
        ] {
            appendText(name, to: &payload)
            appendText(text, to: &payload)
        }
        appendText("arg", to: &payload)
        payload.append(0x90)
        appendText("minions", to: &payload)
        payload.append(0x91)
        appendText(minion, to: &payload)
    }

    private static func appendReturn(_ number: Int, _ job: String, _ minion: String, to payload: inout [UInt8]) {
        payload.append(0x8A)
        for (name, text) in [
            ("cmd", "_return"), ("id", minion), ("jid", job), ("fun", "state.apply"), ("user", "sudo_alice"),
        ] {
            appendText(name, to: &payload)
            appendText(text, to: &payload)
        }
        appendText("success", to: &payload)
        payload.append(0xC3)
        appendText("retcode", to: &payload)
        payload.append(0)
        appendText("fun_args", to: &payload)
        payload.append(0x90)
        appendText("return", to: &payload)
        appendResult(number, to: &payload)
    }

    private static func appendResult(_ number: Int, to payload: inout [UInt8]) {
        payload.append(0x81)
        appendText("file_|-motd_|-/etc/motd_|-managed", to: &payload)
        payload.append(0x85)
        for (name, text) in [("comment", "File /etc/motd updated"), ("name", "/etc/motd"), ("__sls__", "base.motd")] {
            appendText(name, to: &payload)
            appendText(text, to: &payload)
        }
        appendText("duration", to: &payload)
        payload.append(0xCB)
        withUnsafeBytes(of: (20.5 + Double(number % 100)).bitPattern.bigEndian) { payload.append(contentsOf: $0) }
        appendText("changes", to: &payload)
        payload.append(0x81)
        appendText("diff", to: &payload)
        appendText("--- \n+++ \n@@ -1 +1 @@\n-kůň\n+number \(number)\n", to: &payload)
    }

    /// A text, with the shortest head.
    private static func appendText(_ text: String, to bytes: inout [UInt8]) {
        let count = UInt8(text.utf8.count)
        bytes.append(contentsOf: count < 32 ? [0xA0 | count] : [0xD9, count])
        bytes.append(contentsOf: text.utf8)
    }

    private static func digits(_ number: Int, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: width - digits.count) + digits
    }
}
