// SPDX-License-Identifier: Apache-2.0

internal import Backends
internal import DatanommerModels
internal import Flow
internal import Foundation
internal import JSONText
internal import Logging
internal import SQL
internal import ServiceLifecycle
internal import Settings

/// Tells how much the daemon does, now and then, where the settings want it: in a file, in the log, to a backend.
///
/// What cannot be told is not told later: the next numbers are newer.
struct StatisticsTelling: Service {
    let settings: Settings.Statistics
    let meters: Meters
    let logger: Logger
    let backend: (any Backend)?

    /// - Throws: what is wrong with the backend's settings.
    init(_ settings: Settings, meters: Meters, logger: Logger) throws {
        self.settings = settings.statistics
        self.meters = meters
        self.logger = logger
        backend = try settings.statistics.backend?.makeBackend(
            feed: "statistics", archive: DatabaseURL(settings.database.url), logger: logger)
    }

    func run() async throws {
        await cancelWhenGracefulShutdown {
            var (before, since) = (Statistics.Counts(), ContinuousClock.now)
            while !Task.isCancelled {
                let (counts, now) = (Statistics.Counts(meters.readings), ContinuousClock.now)
                await tell(Statistics(counts: counts, before: before, elapsed: since.duration(to: now), at: .now))
                (before, since) = (counts, now)
                try? await Task.sleep(for: settings.every)
            }
        }
        await backend?.close()
        // The group takes a service that ends before its turn for one that failed.
        try? await gracefulShutdown()
    }

    private func tell(_ statistics: Statistics) async {
        if settings.log {
            let metadata = statistics.members.map { ($0.name, Logger.MetadataValue.string($0.value.text)) }
            logger.info("statistics", metadata: Dictionary(uniqueKeysWithValues: metadata))
        }
        do {
            if let file = settings.file { try write(statistics.line + "\n", to: file) }
            try await backend?.deliver([statistics.record])
        } catch {
            let words = (error as? DeliveryError)?.words ?? "\(error)"
            logger.warning("statistics not told", metadata: [LogKey.error: "\(words)"])
        }
    }

    /// Whole, then renamed: a reader sees the old line or the new one.
    private func write(_ text: String, to path: String) throws {
        try Data(text.utf8).write(to: URL(filePath: path), options: .atomic)
    }
}
