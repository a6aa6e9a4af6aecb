// SPDX-License-Identifier: Apache-2.0

import DatanommerModels
import DatanommerTesting
import Testing

@testable import Daemon

@Suite struct `Looking ahead` {
    private static func messages(_ count: Int) -> [Message] {
        (0..<count).map { Message(msgID: "m\($0)", timestamp: .now, topic: "a.b.c", msg: "{}") }
    }

    @Test func `tells what is stored of a large batch, and leaves a small one to its turn`() async throws {
        try await ScratchArchive.with(.postgresql) { scratch in
            let archive = try Archive(url: scratch.url)
            let looking = LookingAhead(archive: try Archive(url: scratch.url))
            defer {
                archive.close()
                looking.archive.close()
            }
            let messages = Self.messages(500)
            _ = try await archive.append(Array(messages.prefix(3)))
            #expect(await looking.lookUp(messages) == (try await archive.lookUp(messages)))
            #expect(await looking.lookUp(Self.messages(100)) == nil)
        }
    }

    @Test func `is of no help, and no harm, without a database`() async throws {
        let looking = LookingAhead(archive: try Archive(url: "postgresql://127.0.0.1:1/nowhere"))
        defer { looking.archive.close() }
        #expect(await looking.lookUp(Self.messages(500)) == nil)
    }
}
