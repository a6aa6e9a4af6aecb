// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import DatanommerModels
import DatanommerTesting
import SQL
import Settings

/// How much room the same messages take in our tables and in those of the Python original.
struct RoomBench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "room", abstract: "Bytes on disk for a message, beside the original.")

    @OptionGroup var traffic: TrafficOptions

    @Option(help: "How many messages are stored; few make the room that empty tables take weigh more.")
    var messages = 20_000

    @Option(help: "Which engine: sqlite or postgresql. Both, if not given.")
    var engine: Engine?

    func run() async throws {
        let decoded = try AppendRun.decoded(try traffic.messages(messages, span: .seconds(3_600)))
        for engine in engine.map({ [$0] }) ?? [.postgresql, .sqlite] {
            try await Stores.with(engine) { try await tell($0, decoded) }
        }
    }

    private func tell(_ stores: Stores, _ decoded: [Message]) async throws {
        let ours = try await stores.withArchive { archive in
            _ = try await AppendRun(stores: stores, messages: decoded).measure(archive, batch: 500)
            return try await archive.bytesAMessage(of: messages)
        }
        let originals = PythonOriginal.all(for: stores.engine)
        MarkdownTable.begin(
            "Room on disk, \(stores.engine.title), \(messages) messages",
            ["tables of", "bytes a message", "ours of it"])
        MarkdownTable.row(["datanommer", ours.whole, "1.0"])
        var targets: [() -> Void] = []
        for original in originals {
            Progress.say("\(stores.engine.title): storing with the original \(original.line.rawValue)")
            let theirs = try await stores.withOriginalsPlace { place in
                _ = try await original.measure(decoded, into: place.url, folder: place.folder, commitsOnce: true)
                return try await place.bytesAMessage(of: messages)
            }
            MarkdownTable.row(["the Python original \(original.line.rawValue)", theirs.whole, (ours / theirs).figure])
            targets.append {
                Target.tell(
                    "room in \(stores.engine.title), of the original \(original.line.rawValue)", ours / theirs,
                    atMost: 1)
            }
        }
        Target.begin()
        targets.forEach { $0() }
    }
}

extension ScratchArchive {
    /// What tables and indexes take on disk, tidied up, in bytes for each of so many messages.
    func bytesAMessage(of messages: Int) async throws -> Double {
        let database = Database(try DatabaseURL(url))
        defer { database.close() }
        let bytes = try await database.withConnection { connection in
            try connection.run(script: "VACUUM")
            let question: SQL =
                switch connection.dialect {
                case .sqlite: "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()"
                case .postgresql:
                    """
                    SELECT sum(pg_total_relation_size(oid))::bigint FROM pg_class
                    WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'm')
                    """
                }
            return try connection.execute(question)[0].integer(0)
        }
        return Double(bytes) / Double(messages)
    }
}
