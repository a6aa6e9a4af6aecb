// SPDX-License-Identifier: Apache-2.0

import Bus
import DatanommerModels
import DatanommerTesting
import Foundation

/// The daemon at work: from the first message sent until the archive's counters, or a feed's, tell all of them.
struct DaemonRun {
    let stores: Stores
    let messages: [Envelope]
    /// Beside the archive and where to listen.
    var options: [String] = []
    /// The feed that is waited for; nil: the archive alone.
    var feed: String?

    /// Publishes into an archive that has none of these.
    ///
    /// The first message is not measured: whoever connects late would miss it, and both sides prepare with it.
    func measure(_ archive: ScratchArchive) async throws -> Figures {
        try await LocalBus.withBus { bus in
            let words = ["--endpoint", bus.endpoint, "--log-level", "warning"] + options
            return try await archive.running("consumer", words) { daemon in
                let asked = try Archive(url: archive.url)
                defer { asked.close() }
                let before = try await count(in: asked)
                _ = await bus.publisher.waitForSubscriber(within: .seconds(60))
                try await bus.publisher.send(messages.prefix(1))
                try await wait(for: before + 1, in: asked, daemon)
                return try await stores.figures(of: daemon, messages: messages.count - 1) {
                    async let sending: Void = bus.publisher.send(messages.dropFirst())
                    try await wait(for: before + messages.count, in: asked, daemon)
                    try await sending
                }
            }
        }
    }

    private func wait(for count: Int, in archive: Archive, _ daemon: RunningProgram) async throws {
        _ = try await eventually("\(count) messages in the archive; it says: \(daemon.errors)", within: .seconds(600)) {
            try await self.count(in: archive) >= count ? true : nil
        }
    }

    /// How many messages the archive has, or the feed has delivered.
    private func count(in archive: Archive) async throws -> Int {
        guard let feed else { return try await archive.count() }
        return Int(try await archive.bookmark(of: feed)?.delivered ?? 0)
    }
}
