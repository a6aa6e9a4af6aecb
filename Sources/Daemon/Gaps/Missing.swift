// SPDX-License-Identifier: Apache-2.0

internal import Bus
internal import DatanommerModels
internal import HTTP
internal import Logging
internal import Settings
internal import Spool

/// What the settings make to get what was missed.
struct Missing: Sendable {
    let tally = GapTally()
    let filling: GapFilling
    let backlog: Backlog?

    /// - Throws: `BusError` when a replay endpoint is none.
    init(_ settings: Settings, _ archive: Archive, _ spool: Spool, _ logger: Logger) throws(BusError) {
        let intake = LateIntake(spool: spool, logger: logger)
        let followed = settings.bus.followed
        for replay in settings.bus.replay where !followed.contains(where: { $0.endpoint == replay.endpoint }) {
            logger.warning(
                "replay endpoint of a publisher that is not listened to",
                metadata: [LogKey.source: "\(replay.endpoint)"])
        }
        var fillers: [GapFiller] = []
        for replay in followed {
            fillers.append(
                GapFiller(
                    publisher: replay.endpoint,
                    requester: try Requester(connect: replay.ask, largestFrame: settings.intake.maximumMessageBytes),
                    timeout: settings.bus.replayTimeout, archive: archive, intake: intake, tally: tally, logger: logger)
            )
        }
        let url = settings.backlog.url.map { BacklogURL($0, rows: settings.backlog.rows) }
        filling = GapFilling(
            fillers: fillers, backlog: url?.source, archive: archive, intake: intake, tally: tally)
        backlog = url.map { [tally] url in
            Backlog(
                reader: BacklogReader(
                    url: url, timeout: settings.backlog.timeout,
                    client: HTTPClient(agent: "datanommer/\(Version.current)"), intake: intake, tally: tally),
                archive: archive, intake: intake, endpoints: settings.bus.endpoints,
                wanted: TopicPrefixes(settings.bus.topics), overlap: settings.backlog.overlap,
                wait: settings.backlog.wait, tally: tally, logger: logger)
        }
    }
}
