// SPDX-License-Identifier: Apache-2.0

package import ArgumentParser
internal import Bus
internal import Commands
internal import DatanommerModels
internal import Foundation
internal import Logging
package import Monitor
internal import SQL
internal import ServiceLifecycle
internal import Settings
package import Spool
internal import UnixSignals

/// The daemon: makes of its settings a group of services and runs them until it is told to stop.
struct Consumer {
    let settings: Settings
    let logger: Logger
    /// The settings as they are when the configuration is read again.
    let reread: @Sendable () throws -> Settings

    /// - Throws: `ConsumerError`, `DatabaseError`, `MigrationError`, `BusError` or `ExtractionError` when it cannot start, or
    ///   has to end.
    func run() async throws {
        guard !settings.bus.endpoints.isEmpty || !settings.bus.salt.isEmpty else { throw ConsumerError.noEndpoint }
        let database = try Database(
            settings: settings, connections: settings.database.connections, mayCreate: migrates,
            answerTimeout: settings.database.answerTimeout)
        try await prepareUnlessOutOfReach(database)
        let decoder = try MessageDecoder(settings)
        let spooling = SpoolSettings(settings, environment: environment)
        let tail = JournalTail()
        let archive = Archive(
            database, setAsideLimit: settings.quarantine.keep ? settings.quarantine.maximumKept : 0
        ) { tail.committed($0, at: $1) }
        let spool = try Spool(spooling)
        let missing = try Missing(settings, archive, spool, logger)
        let listeners = Listeners(settings, logger: logger) { missing.backlog?.note($0) }
        let hearing = listeners.ears.map { _ in Heartbeat() }
        let storing = Heartbeat()
        let meters = Meters(spoolLimit: settings.spool.maximumBytes)
        if let oldest = await spool.oldest() {
            let pending = await spool.pendingBytes
            meters.note { $0.left(since: oldest, pending: pending) }
        }
        let reception = Reception(
            listeners: listeners, spool: spool, logger: logger, heartbeats: hearing, meters: meters,
            listening: listening(to: database, spooling))
        let recording = Recording(
            spool: spool, archive: archive, lookingAhead: try lookingAhead(of: database), decoder: decoder,
            wanted: TopicPrefixes(settings.bus.topics),
            batchLimit: settings.intake.batchMessages, gaps: missing.filling, logger: logger, heartbeat: storing,
            meters: meters, prepare: { try await prepareSchema(of: database) })
        let notifier = ServiceNotifier(
            environment: environment, heartbeats: hearing + [recording.decodingHeartbeat, storing])
        let monitoring = try await monitoring(
            .init(
                meters: meters, listeners: listeners, gaps: missing.tally,
                heartbeats: hearing.map { ("reception", $0) }
                    + [("decoding", recording.decodingHeartbeat), ("recording", storing)],
                patience: notifier.watchdog ?? .seconds(60)))
        let housekeeping = Housekeeping(HousekeepingRules(settings), meters: meters, logger: logger) {
            // A partition is counted for as long as it takes.
            Archive(try Database(settings: settings, connections: 1, mayCreate: false))
        }
        let feeds = try Feeds(settings, tail, spooling, meters, logger)
        let statistics =
            try settings.statistics.isWanted
            ? [StatisticsTelling(settings, meters: meters, logger: logger)] : []
        let reloads = await UnixSignalsSequence(trapping: .sighup)
        try listeners.start()
        try await group(
            monitoring, feeds, reception, recording, missing, housekeeping,
            Reloading(
                signals: reloads, listeners: listeners, recording: recording, backlog: missing.backlog,
                housekeeping: housekeeping, feeds: feeds, logger: logger, settings: reread),
            statistics, notifier
        ).run()
        archive.close()
    }

    /// In SQLite what is stored is looked up in microseconds, in the daemon's own memory.
    private func lookingAhead(of database: Database) throws -> LookingAhead? {
        guard database.dialect == .postgresql else { return nil }
        return LookingAhead(
            archive: Archive(
                try Database(
                    settings: settings, connections: 1, mayCreate: false, answerTimeout: settings.database.answerTimeout
                )))
    }

    private var environment: [String: String] { ProcessInfo.processInfo.environment }

    private func monitoring(_ questions: Monitoring.Questions) async throws -> Monitoring? {
        guard let listen = settings.monitoring.listen else { return nil }
        let address = try MonitorAddress(listen, allowsOtherHosts: settings.monitoring.allowOtherHosts)
        return try await Monitoring(address, questions, logger: logger)
    }

    private func group(
        _ monitoring: Monitoring?, _ feeds: Feeds, _ reception: Reception, _ recording: Recording, _ missing: Missing,
        _ housekeeping: Housekeeping, _ reloading: Reloading, _ statistics: [StatisticsTelling],
        _ notifier: ServiceNotifier
    ) -> ServiceGroup {
        var quiet = logger
        quiet.logLevel = max(logger.logLevel, .warning)
        // The last of the list stops first. Recording ends by itself, when reception has finished the spool; who asks for
        // what was missed stops before, because it appends to the spool too.
        let asking: [any Service] = [housekeeping, missing.filling] + (missing.backlog.map { [$0] } ?? [])
        return ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: (monitoring.map { [.init(service: $0, successTerminationBehavior: .ignore)] } ?? []) + [
                    .init(service: reloading, successTerminationBehavior: .ignore),
                    // It stops when recording has stopped: what is on its way ends, the rest is delivered next time.
                    .init(service: feeds, successTerminationBehavior: .ignore),
                    .init(service: recording, successTerminationBehavior: .gracefullyShutdownGroup),
                    .init(service: reception, successTerminationBehavior: .ignore),
                ]
                    + (asking + statistics + [notifier]).map { .init(service: $0, successTerminationBehavior: .ignore) },
                gracefulShutdownSignals: [.sigterm, .sigint], logger: quiet))
    }

    /// Makes sure of the schema, so that a wrong one ends the daemon at once; a database that is out of reach for now does
    /// not: reception need not wait for it.
    private func prepareUnlessOutOfReach(_ database: Database) async throws {
        do {
            try await prepareSchema(of: database)
        } catch let error as DatabaseError where error.isRetryable {
            // What is received goes to the spool until the database is there.
            logger.warning("database is out of reach, receiving all the same", metadata: [LogKey.error: "\(error)"])
        }
    }

    /// On SQLite, whose file is its own, the daemon brings the schema along; a server's is the operator's to move.
    private var migrates: Bool {
        settings.migrate ?? settings.database.url.lowercased().hasPrefix("sqlite:")
    }

    private func prepareSchema(of database: Database) async throws {
        if migrates {
            // A step over a large archive says nothing for as long as it takes.
            let unhurried = try Database(settings: settings, connections: 1, mayCreate: true)
            defer { unhurried.close() }
            _ = try await unhurried.createIfMissing()
            let migrator = try Migrator(unhurried)
            try await migrator.run(try await migrator.plan(to: .head, isUp: true)) { step in
                logger.info("\(step.announcement)")
            }
        }
        try await Archive(database).checkSchema()
    }

    private func listening(to database: Database, _ spooling: SpoolSettings) -> Logger.Metadata {
        settings.bus.metadata.merging([
            LogKey.database: "\(database.url)", LogKey.version: "\(Version.current)",
            LogKey.spool: "\(spooling.folder)",
        ]) { first, _ in first }
    }
}

/// Why the daemon cannot start.
struct ConsumerError: ErrorWithStatus, CustomStringConvertible {
    let description: String
    let status: ExitCode

    static let noEndpoint = ConsumerError(
        description: "no endpoint to listen to: name one with --endpoint tcp://host:port or --salt /path, or under "
            + "bus.endpoints or bus.salt in the configuration file",
        status: CommandFailure.configuration)
}

extension SubscriberSettings {
    /// What the settings say of the bus and of batches.
    init(_ settings: Settings) {
        self.init(endpoints: settings.bus.endpoints, prefixes: settings.bus.prefixes)
        receiveHighWaterMark = settings.bus.highWaterMark
        let keepalive = settings.bus.keepalive
        self.keepalive =
            keepalive.enabled
            ? Keepalive(count: keepalive.count, idle: keepalive.idle, interval: keepalive.interval) : nil
        reconnectInterval = settings.bus.reconnect.interval
        reconnectMaximum = settings.bus.reconnect.maximum
        maximumMessageBytes = settings.intake.maximumMessageBytes
        batchLimit = settings.intake.batchMessages
        batchWithin = settings.intake.batchWithin
        pendingBatches = settings.intake.pendingBatches
    }
}

extension MonitorError: ErrorWithStatus {
    /// An address that is none is a wrong setting; one that is taken is out of reach.
    package var status: ExitCode {
        code == .wrongAddress ? CommandFailure.configuration : CommandFailure.unavailable
    }
}

extension SpoolError: ErrorWithStatus {
    /// A folder that cannot be used is a wrong setting; one that is in use, or full, is out of reach.
    package var status: ExitCode {
        code == .unusable ? CommandFailure.configuration : CommandFailure.unavailable
    }
}

extension SpoolSettings {
    /// What the settings say of the spool; its folder is, unless they name one, in systemd's state directory or, without
    /// one, in the working directory.
    init(_ settings: Settings, environment: [String: String]) {
        let state = environment["STATE_DIRECTORY"]?.split(separator: ":").first.map { "\($0)/spool" }
        self.init(folder: settings.spool.directory ?? state ?? "datanommer-spool")
        maximumBytes = settings.spool.maximumBytes
        whenFull = settings.spool.whenFull == .wait ? .wait : .dropOldest
    }
}
