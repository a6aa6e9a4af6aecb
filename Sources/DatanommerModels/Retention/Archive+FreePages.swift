// SPDX-License-Identifier: Apache-2.0

internal import SQL

extension Archive {
    /// Gives the room that removed messages leave in a SQLite file back to the file system, and empties the log beside it.
    ///
    /// In steps of some milliseconds, between which others write. What somebody else's lock keeps from it stays for the
    /// next time.
    ///
    /// - Returns: nil in PostgreSQL.
    /// - Throws: `DatabaseError`.
    func giveBackFreePages() async throws -> FreePages? {
        guard dialect == .sqlite else { return nil }
        // A checkpoint that waits for a reader keeps writers out: it must not wait for long, whatever the settings are.
        var options = DatabaseOptions()
        options.busyTimeout = .milliseconds(500)
        let database = Database(database.url, options: options)
        defer { database.close() }
        let pageSize = Int(try await database.pragma("page_size"))
        let (pages, free) = (try await database.pragma("page_count"), try await database.pragma("freelist_count"))
        let mayShrink = try await database.pragma("auto_vacuum") == Self.incremental
        do {
            if mayShrink { try await removeFreePages(free, of: database) }
            try await database.withConnection { try $0.run(script: "PRAGMA wal_checkpoint(TRUNCATE)") }
        } catch let error as DatabaseError where error.code == .busy {
            // Somebody reads or writes for longer than is waited for: the next expiry goes on here.
        }
        guard mayShrink else { return .kept(bytes: Int(free) * pageSize) }
        // Others may have made it larger meanwhile.
        return .givenBack(bytes: max(0, Int(pages - (try await database.pragma("page_count")))) * pageSize)
    }

    private func removeFreePages(_ count: Int64, of database: Database) async throws {
        var left = count
        while left > 0 {
            let began = ContinuousClock.now
            try await database.withConnection { try $0.run(script: Self.vacuumStep) }
            try await pauseAsLong(as: began.duration(to: .now))
            let now = try await database.pragma("freelist_count")
            // Others free pages, too: who keeps up with them leaves the rest for the next time.
            guard now < left else { return }
            left = now
        }
    }

    /// What `PRAGMA auto_vacuum` says of a file that can give pages back.
    private static let incremental: Int64 = 2

    /// A thousand pages of 4 KiB: some ten milliseconds.
    private static let vacuumStep = "PRAGMA incremental_vacuum(1000)"

    /// Leaves the database to others for as long as a step kept it: half of the time is theirs, whoever is quicker.
    ///
    /// Who waits for SQLite's lock looks for it every 20 ms (``SQLiteWatch``), so that is the least.
    func pauseAsLong(as step: Duration) async throws {
        try await Task.sleep(for: max(step, .milliseconds(30)))
    }
}

extension Database {
    /// The number that a pragma of SQLite's tells.
    fileprivate func pragma(_ name: String) async throws -> Int64 {
        try await withConnection { try $0.execute(SQL(text: "PRAGMA \(name)")) }.first?.integer(0) ?? 0
    }
}
