// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import DatanommerModels

/// Which of what was set aside is meant: why, and from when to when.
struct SetAsideOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Only what was set aside for this reason; may be repeated.", valueName: "reason"))
    var reason: [String] = []

    @Option(
        help: ArgumentHelp("Not received before this time (ISO 8601 or epoch seconds, UTC).", valueName: "time"))
    var since: TimeArgument?

    @Option(help: ArgumentHelp("Not received after this time.", valueName: "time"))
    var before: TimeArgument?

    init() {}

    var filter: SetAsideFilter {
        var filter = SetAsideFilter()
        filter.reasons = reason
        filter.start = since?.timestamp
        filter.end = before?.timestamp
        return filter
    }
}
