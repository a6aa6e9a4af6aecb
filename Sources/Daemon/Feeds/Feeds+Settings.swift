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
        let plans = try settings.feeds.map { feed throws(FeedError) in try FeedPlan(feed) }
        // Pages, bookmarks and what operators asked for: whatever they wait for, recording has its own.
        let database = try Database(
            settings: settings, connections: 4, mayCreate: false, answerTimeout: settings.database.answerTimeout)
        let folder = URL(filePath: spooling.folder).standardizedFileURL.path
        let world = FeedWorld(
            archive: Archive(database), database: database, tail: tail,
            holder: "\(ProcessInfo.processInfo.hostName):\(folder)", meters: meters, logger: logger)
        self.init(plans, world)
    }
}
