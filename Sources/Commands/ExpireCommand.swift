// SPDX-License-Identifier: Apache-2.0

package import ArgumentParser
internal import DatanommerModels
internal import Settings

/// `datanommer-expire`: away with old messages.
package struct ExpireCommand: ArchiveCommand {
    package static let configuration = CommandConfiguration(
        commandName: "datanommer-expire",
        abstract: "Remove the messages that were said before a moment, for good.",
        discussion: "Without --before and --keep, what retention.keep in the configuration says.",
        version: Version.current)

    @OptionGroup var archive: ArchiveOptions

    @Option(
        help: ArgumentHelp(
            "What was said before this time (ISO 8601 or epoch seconds, UTC) goes.", valueName: "time"))
    var before: TimeArgument?

    @Option(
        help: ArgumentHelp(
            "What was said longer ago goes: 365d, 52w; at least 1d.", valueName: "duration"))
    var keep: KeepArgument?

    @Flag(help: "Tell what would go, and remove nothing.")
    var dryRun = false

    @Flag(help: "Leave whole partitions as plain tables beside the archive, instead of dropping them.")
    var detach = false

    package init() {}

    package func validate() throws {
        guard before == nil || keep == nil else { throw ValidationError("name either --before or --keep") }
    }

    package mutating func perform() async throws {
        let retention = try archive.settings().retention
        let moment = try moment(retention)
        let action: RetentionAction = detach || retention.action == .detach ? .detach : .drop
        let archive = try await archive.archive()
        if dryRun {
            let expired = try await archive.expirable(before: moment, action)
            print(ExpiryReport(expired: expired, moment: moment, action: action).wouldGo)
        } else {
            let progress = Progress("messages removed")
            let expired = try await archive.expire(before: moment, action) { progress.advance(by: $0) }
            progress.finish()
            let report = ExpiryReport(expired: expired, moment: moment, action: action)
            print(report.went)
            if let advice = report.advice { StandardError.write(advice) }
        }
    }

    /// What was said before it goes.
    private func moment(_ retention: Settings.Retention) throws -> Timestamp {
        if let before { return before.timestamp }
        guard let keep = keep?.duration ?? retention.keep else {
            throw ValidationError(
                "name --before TIME or --keep DURATION: retention.keep in the configuration keeps everything for ever")
        }
        return Timestamp.now.advanced(by: .zero - keep)
    }
}

/// How long messages are kept, on the command line.
struct KeepArgument: ExpressibleByArgument {
    let duration: Duration

    /// A duration as in the configuration, within its limits.
    init?(argument: String) {
        guard let duration = Duration(settingText: argument),
            (Settings.Retention.shortest...Settings.Retention.longest).contains(duration)
        else { return nil }
        self.duration = duration
    }
}
