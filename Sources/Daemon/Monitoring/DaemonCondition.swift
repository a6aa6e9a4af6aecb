// SPDX-License-Identifier: Apache-2.0

internal import DatanommerModels
internal import Monitor

/// How the daemon is, for who asks in one line; pure.
struct DaemonCondition: Hashable, Sendable {
    let readings: MeterReadings
    /// The services that make no progress, though they have work.
    let standstills: [String]
    let now: Timestamp

    /// A question to the database that takes longer is a bad sign.
    private static let longAnswer = Duration.seconds(30)

    /// Whether it works: an outage of the database is no fault of the daemon, and nothing that a restart mends.
    var health: MonitorAnswer {
        guard !standstills.isEmpty else {
            // A restart mends no backend: a stuck feed is told, and nothing else.
            let stuck = readings.feeds.stuck(at: now)
            return .line(stuck.isEmpty ? "ok" : "degraded: stuck feeds: \(stuck.joined(separator: ", "))", isWell: true)
        }
        return .line("\(standstills.joined(separator: " and ")): no progress", isWell: false)
    }

    /// Whether messages find their way into the archive now.
    var readiness: MonitorAnswer {
        guard let problem else { return .line("ready", isWell: true) }
        return .line(problem, isWell: false)
    }

    private var problem: String? {
        if !readings.isListening { return "it does not listen yet" }
        if let error = readings.spoolError { return "the spool does not take messages: \(error.onOneLine)" }
        if readings.spool.isFull { return "the spool is full" }
        let database = readings.database
        if let asked = database.askedAt, asked.age(at: now) > Self.longAnswer {
            return "the database has not answered for \(asked.age(at: now).components.seconds) s"
        }
        switch database.answer {
        case .up: return nil
        case .unknown: return "the database has not answered yet"
        case .retrying:
            let error = database.lastFailure?.error ?? "it failed"
            return "the database does not take messages: \(error.onOneLine)"
        }
    }
}

extension Timestamp {
    fileprivate func age(at now: Timestamp) -> Duration { .microseconds(max(0, now.microseconds - microseconds)) }
}

extension String {
    fileprivate var onOneLine: String { split(whereSeparator: \.isNewline).joined(separator: " ") }
}
