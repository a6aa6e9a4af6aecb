// SPDX-License-Identifier: Apache-2.0

import Bus
import Commands
import DatanommerModels
import DatanommerTesting
import Foundation
import Settings

/// `Archive.append` alone, in this process: no bus, no spool, nothing to decode.
struct AppendRun {
    let stores: Stores
    let messages: [Message]

    /// What envelopes are once they are decoded, as the daemon does it with its own settings.
    static func decoded(_ envelopes: [Envelope]) throws -> [Message] {
        let decoder = try MessageDecoder(Settings())
        return try envelopes.map { try decoder.message(topic: $0.topic, body: $0.body, receivedAt: .now) }
    }

    /// Stores all, so many a transaction.
    func measure(_ store: ScratchArchive, batch: Int) async throws -> Figures {
        let archive = try Archive(url: store.url)
        defer { archive.close() }
        // Connects, and learns the names that are frequent.
        _ = try await archive.append(Array(messages.prefix(1)))
        let (before, server) = (OwnTime.now, try stores.serverTime())
        let start = ContinuousClock.now
        for first in stride(from: 1, to: messages.count, by: batch) {
            _ = try await archive.append(Array(messages[first..<min(first + batch, messages.count)]))
        }
        let elapsed = start.duration(to: .now)
        return Figures(
            elapsed: elapsed, messages: messages.count - 1, client: OwnTime.now - before,
            server: try stores.serverTime(since: server))
    }
}
