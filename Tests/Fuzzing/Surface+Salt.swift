// SPDX-License-Identifier: Apache-2.0

import DatanommerModels
import DatanommerTesting
import Foundation
import JSONText
import Salt

extension Surface {
    /// An event of Salt, from the bytes of a socket, cut anywhere, to the dump and back.
    static func salt() throws -> Surface {
        let decoder = MessageDecoder { _, _ in MessageNames() }
        let marks: [[UInt8]] = [
            [0x80], [0x81], [0x91], [0xC0], [0xC1], [0xC4, 1], [0xC6, 0xFF, 0xFF, 0xFF, 0xFF], [0xC7, 1, 78], [0xCB],
            [0xDA, 0, 2], [0xDB, 0, 0, 0], [0xDD, 0xFF, 0xFF, 0xFF, 0xFF], [0xDE, 0, 1], [0xDF, 0, 0, 0, 1], [10, 10],
            Array("|".utf8), [0xA4] + Array("body".utf8), [0xA4] + Array("user".utf8), [0xA6] + Array("_stamp".utf8),
            [0xA4] + Array("$bin".utf8), [0xA4] + Array("$map".utf8),
        ]
        return Surface(name: "Salt", share: 100, seeds: try Seeds.events(), marks: marks) { input, random in
            let whole = events(input, [input.count])
            let cut = events(input, [Int.random(in: 0...input.count, using: &random)])
            try must(whole == cut, "a stream that is not the same when it is cut")
            let framed = input.withUnsafeBytes { SaltFraming.zeroMQ($0) }.map {
                (tag: Array(input[$0.tag]), payload: Array(input[$0.payload]))
            }
            var isAccepted = try check(Array("salt/auth".utf8), input, decoder)
            if let framed { isAccepted = try check(framed.tag, framed.payload, decoder) || isAccepted }
            for case .event(let tag, let payload) in whole.found {
                isAccepted = try check(tag, payload, decoder) || isAccepted
            }
            return isAccepted
        }
    }

    private struct Heard: Equatable {
        var found: [SaltStream.Found] = []
        var isLost = false
    }

    /// What a stream says that comes in pieces.
    private static func events(_ input: [UInt8], _ cuts: [Int]) -> Heard {
        var heard = Heard()
        var stream = SaltStream(maximumBytes: 1 << 16, keptBytes: 256)
        for piece in zip([0] + cuts, cuts + [input.count]).map({ input[$0..<$1] }) {
            stream.receive { room in
                room.copyBytes(from: piece.prefix(room.count))
                return min(piece.count, room.count)
            }
            do throws(SaltStreamError) {
                while let next = try stream.next() { heard.found.append(next) }
            } catch {
                heard.isLost = true
                return heard
            }
        }
        return heard
    }

    /// Whether a payload is accepted; then its body is JSON, and the message the same after a dump and a load.
    private static func check(_ tag: [UInt8], _ payload: [UInt8], _ decoder: MessageDecoder) throws -> Bool {
        let message: Message
        do throws(SetAside) {
            message = try decoder.message(saltTag: tag, payload: payload, receivedAt: .now)
        } catch {
            return false
        }
        try must(
            (try? JSONText(validating: message.msg))?.text == message.msg, "a body that is no JSON: \(message.msg)")
        let loaded = try? decoder.message(file: Array(message.json.utf8))
        try must(loaded == message, "a dump that loads as something else: \(message.json)")
        return true
    }
}
