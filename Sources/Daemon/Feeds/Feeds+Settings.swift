// SPDX-License-Identifier: Apache-2.0

internal import Backends
internal import Commands
internal import DatanommerModels
internal import Foundation
internal import Logging
internal import SQL
internal import Settings
internal import Spool

extension Feeds {
    /// The feeds that the settings name.
    ///
    /// - Throws: `FeedError`, `WrongDatabaseURL`.
    convenience init(
        _ settings: Settings, _ tail: JournalTail, _ spooling: SpoolSettings, _ meters: Meters, _ logger: Logger
    ) throws {
        let open = { @Sendable (connections: Int) throws(WrongDatabaseURL) in
            try Database(
                settings: settings, connections: connections, mayCreate: false,
                answerTimeout: settings.database.answerTimeout)
        }
        // Pages, bookmarks and what operators asked for: whatever they wait for, recording has its own.
        let database = try open(4)
        let folder = URL(filePath: spooling.folder).standardizedFileURL.path
        let archive = Archive(database)
        let world = FeedWorld(
            archive: archive, pages: FeedPages(archive), openDatabase: { try open(1) }, tail: tail,
            holder: "\(ProcessInfo.processInfo.hostName):\(folder)", meters: meters, logger: logger)
        self.init(try settings.feedPlans(archive: database.url), world)
    }
}

extension Settings {
    /// What they make of feeds.
    ///
    /// - Throws: `FeedError`.
    func feedPlans(archive: DatabaseURL) throws(FeedError) -> [FeedPlan] {
        var plans: [FeedPlan] = []
        for feed in feeds { plans.append(try FeedPlan(feed, archive: archive)) }
        return plans
    }

    /// The same, of the database that they name.
    ///
    /// - Throws: `FeedError`; `DatabaseError` where the URL is none.
    func feedPlans() throws -> [FeedPlan] { try feedPlans(archive: DatabaseURL(database.url)) }
}
