// SPDX-License-Identifier: Apache-2.0

import Bus
import DatanommerTesting
import Foundation
import Testing

/// What a replay server may be; the fedmsg library's own is met in the acceptance tests.
private let server = """
    import sys, time, zmq
    socket = zmq.Context().socket(zmq.REP)
    print(socket.bind_to_random_port("tcp://127.0.0.1"), flush=True)
    while True:
        question = socket.recv()
        if question == b"late": time.sleep(0.6)
        if question == b"large": socket.send(b"x" * 100001)
        elif question == b"many": socket.send_multipart([b"%d" % n for n in range(500)])
        elif question == b"odd": socket.send_multipart([b"", b"\\xff\\x00", b""])
        else: socket.send(b"answer to " + question)
    """

@Suite(.timeLimit(.minutes(1))) struct `A requester` {
    /// Lends one that asks a server which answers in several ways.
    private func withRequester<R>(_ body: (Requester) async throws -> R) async throws -> R? {
        let python = URL(filePath: #filePath).appending(path: "../../../.venv-fedmsg/bin/python").standardized.path
        guard FileManager.default.isExecutableFile(atPath: python) else {
            print("skipped: no \(python); the acceptance tests make it")
            return nil
        }
        return try await RunningProgram.with([python, "-c", server]) { program in
            let port = try await eventually("the server's port, of: \(program.errors)") {
                String(decoding: program.output, as: UTF8.self).split(separator: "\n").first
            }
            return try await body(Requester(connect: "tcp://127.0.0.1:\(port)", largestFrame: 100_000))
        }
    }

    private func ask(_ requester: Requester, _ question: String) async throws -> [[UInt8]] {
        try await requester.ask(Array(question.utf8), within: .seconds(10))
    }

    @Test func `gets one frame or many, one question after the other`() async throws {
        _ = try await withRequester { requester in
            let (one, many) = (try await ask(requester, "1"), try await ask(requester, "many"))
            let odd = try await ask(requester, "odd")
            #expect(one == [Array("answer to 1".utf8)])
            #expect(many.count == 500)
            #expect(odd == [[], [0xff, 0], []])
        }
    }

    @Test func `takes a late answer for none, and not for that to another question`() async throws {
        _ = try await withRequester { requester in
            await #expect(throws: BusError.self) {
                try await requester.ask(Array("late".utf8), within: .milliseconds(200))
            }
            let answer = try await ask(requester, "2")
            #expect(answer == [Array("answer to 2".utf8)])
        }
    }

    @Test func `takes a frame that is too large for silence`() async throws {
        _ = try await withRequester { requester in
            let error = await #expect(throws: BusError.self) {
                try await requester.ask(Array("large".utf8), within: .milliseconds(300))
            }
            #expect(error?.code == .silent)
        }
    }

    @Test func `tells that nobody is there`() async throws {
        let requester = try Requester(connect: "tcp://127.0.0.1:1", largestFrame: 1)
        for _ in 1...2 {
            await #expect(throws: BusError(.silent, "no answer from tcp://127.0.0.1:1 within 0.05 seconds")) {
                try await requester.ask([1], within: .milliseconds(50))
            }
        }
        #expect(throws: BusError.self) { try Requester(connect: "tcp://*:1", largestFrame: 1) }
    }

    @Test func `stops soon when its task is cancelled`() async throws {
        let requester = try Requester(connect: "tcp://127.0.0.1:1", largestFrame: 1)
        let began = ContinuousClock.now
        await withTaskGroup { group in
            group.addTask {
                let error = await #expect(throws: BusError.self) { try await requester.ask([1], within: .seconds(50)) }
                #expect(error?.code == .cancelled)
            }
            group.cancelAll()
        }
        #expect(began.duration(to: .now) < .seconds(20))
    }
}
