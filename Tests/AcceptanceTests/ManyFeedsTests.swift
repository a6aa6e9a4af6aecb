// SPDX-License-Identifier: Apache-2.0

import DatanommerModels
import DatanommerTesting
import Foundation
import SQL
import Testing

/// What one asks all feeds at once each must get as if it were alone: also while the configuration is read again, and others
/// write into the archive.
@Suite(.timeLimit(.minutes(6)), .serialized) struct `The daemon, with hundreds of feeds,` {
    private static let count = 300

    private func name(_ feed: Int) -> String { "feed\(feed)" }

    /// Whether a feed takes a message: by its topic, and by the last digit of a number in it.
    private func takes(_ feed: Int, _ number: Int) -> Bool { number % 3 == feed % 4 && number % 10 == feed % 10 }

    /// The configuration; of some feeds another one, which selects the same.
    private func configure(_ archive: ScratchArchive, isChanged: Bool) throws -> [String] {
        let feeds = (0..<Self.count).map { feed in
            let within = isChanged && feed.isMultiple(of: 7) ? 20 : 100
            return """
                  \(name(feed)): {start: beginning, batch: {within: \(within)ms},
                    select: {tag: 'org\\.fedoraproject\\.dev\\.load\(feed % 4)\\.',
                      where: [{path: msg.n, matches: '.*\(feed % 10)$'}]},
                    to: {file: {path: "\(archive.file(of: name(feed)).path)"}}}

                """
        }
        return ["--config", try archive.write("feeds:\n\(feeds.joined())", to: "daemon.yaml")]
    }

    @Test(arguments: Engine.allCases)
    func `delivers to each what is for it, once and in order`(engine: Engine) async throws {
        try await ScratchArchive.with(engine) { archive in
            try await NumberedLoad.with(perSecond: 1_000, bytes: 300) { load in
                let options = try configure(archive, isChanged: false)
                try await Daemon.with(archive, [load.endpoint], options) { daemon in
                    try await archive.holds(2_000)
                    try await say(1_000_000..<1_000_700, into: archive)
                    _ = try configure(archive, isChanged: true)
                    daemon.program.signal(SIGHUP)
                    try await daemon.program.errorLine(with: "configuration read again")
                    try await say(2_000_000..<2_000_050, into: archive)
                    try await archive.holds(7_000)
                    try await load.end()
                    let stored = try await archive.storedNumbers()
                    for feed in 0..<Self.count {
                        try await archive.file(of: name(feed)).holds(stored.filter { takes(feed, $0) })
                    }
                    try await daemon.stop()
                }
                let asked = try Archive(url: archive.url)
                defer { asked.close() }
                let bookmarks = try await asked.bookmarks()
                let newest = try await asked.newestPosition()
                #expect(bookmarks.count == Self.count && bookmarks.allSatisfy { $0.position == newest })
                let stored = try await archive.storedNumbers()
                for feed in 0..<Self.count {
                    let wanted = stored.filter { takes(feed, $0) }
                    #expect(try archive.file(of: name(feed)).numbers() == wanted, "\(name(feed))")
                }
                #expect(stored.count >= 7_000)
            }
        }
    }

    /// Stores messages as another program does.
    private func say(_ numbers: Range<Int>, into archive: ScratchArchive) async throws {
        let archive = try Archive(url: archive.url)
        defer { archive.close() }
        for number in numbers where number.isMultiple(of: 50) {
            let messages = (number..<min(number + 50, numbers.upperBound)).map { number in
                Message(
                    msgID: NumberedLoad.msgID(number), timestamp: .now, topic: NumberedLoad.topic(number),
                    msg: #"{"n": \#(number)}"#)
            }
            _ = try await archive.append(messages)
        }
    }
}
