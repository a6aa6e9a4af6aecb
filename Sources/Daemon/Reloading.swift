// SPDX-License-Identifier: Apache-2.0

internal import Bus
internal import Commands
internal import DatanommerModels
internal import Logging
internal import ServiceLifecycle
internal import Settings
internal import UnixSignals

/// Reads the configuration again on SIGHUP: endpoints, topics, extraction rules, whose signatures count, partitions,
/// retention and feeds take effect at once.
///
/// A configuration with a mistake changes nothing.
struct Reloading: Service {
    /// Trapped before anybody can know that the daemon runs: an untrapped SIGHUP would end it.
    let signals: UnixSignalsSequence
    let listeners: Listeners
    let recording: Recording
    let backlog: Backlog?
    let housekeeping: Housekeeping
    let feeds: Feeds
    let logger: Logger
    let settings: @Sendable () throws -> Settings

    func run() async throws {
        for await _ in signals.cancelOnGracefulShutdown() { reload() }
    }

    private func reload() {
        do {
            let settings = try settings()
            let decoder = try MessageDecoder(settings)
            let plans = try settings.feedPlans()
            try listeners.change(settings.bus)
            let wanted = TopicPrefixes(settings.bus.topics)
            recording.use(decoder, wanted: wanted)
            housekeeping.use(HousekeepingRules(settings))
            feeds.use(plans)
            backlog?.listen(to: settings.bus.endpoints, wanted)
            logger.info("configuration read again", metadata: settings.bus.metadata)
        } catch {
            // What was configured before still holds: a mistake in a file must not end reception.
            logger.error("configuration not changed", metadata: [LogKey.error: "\(error)"])
        }
    }
}

extension Settings.Bus {
    /// The beginnings of topics to subscribe to; the empty one is all.
    var prefixes: [String] { topics.isEmpty ? [""] : topics }

    var metadata: Logger.Metadata {
        [
            LogKey.endpoints: "\((endpoints + salt).joined(separator: " "))",
            LogKey.topics: "\(topics.isEmpty ? "all" : topics.joined(separator: " "))",
        ]
    }
}
