// SPDX-License-Identifier: Apache-2.0

import DatanommerModels
import DatanommerTesting

/// A feed that begins at the beginning of a filled archive, while nothing is said: from its first batch to its last.
struct CatchUpRun {
    let stores: Stores
    /// The daemon's, with the feed among them.
    let options: [String]
    let messages: Int

    /// Starts the daemon, and waits until the feed has delivered all.
    ///
    /// What the first batch had is not measured: the start of a program goes before it.
    func measure(_ archive: ScratchArchive) async throws -> Figures {
        let silent = ["--endpoint", "ipc://\(archive.folder)/silent", "--log-level", "warning"]
        return try await archive.running("consumer", silent + options) { daemon in
            let asked = try Archive(url: archive.url)
            defer { asked.close() }
            let first = try await Self.wait(for: 1, in: asked, daemon)
            return try await stores.figures(of: daemon, messages: messages - first) {
                _ = try await Self.wait(for: messages, in: asked, daemon)
            }
        }
    }

    /// How many records the feed has delivered, once there are so many.
    private static func wait(for count: Int, in archive: Archive, _ daemon: RunningProgram) async throws -> Int {
        try await eventually("\(count) messages delivered; it says: \(daemon.errors)", within: .seconds(600)) {
            let delivered = Int(try await archive.bookmark(of: FedTable.feed)?.delivered ?? 0)
            return delivered >= count ? delivered : nil
        }
    }
}
