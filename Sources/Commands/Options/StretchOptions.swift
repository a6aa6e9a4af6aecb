// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import DatanommerModels

/// Which stretch of the archive is meant: from when to when, and of what.
struct StretchOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Not before this time (ISO 8601 or epoch seconds, UTC).", valueName: "time"))
    var since: TimeArgument?

    @Option(help: ArgumentHelp("Not after this time.", valueName: "time"))
    var before: TimeArgument?

    @Option(help: ArgumentHelp("Only this topic; may be repeated.", valueName: "topic"))
    var topic: [String] = []

    @Option(help: ArgumentHelp("Only this category; may be repeated.", valueName: "category"))
    var category: [String] = []

    init() {}

    var filter: MessageFilter {
        var filter = MessageFilter()
        filter.start = since?.timestamp
        filter.end = before?.timestamp
        filter.topics = topic
        filter.categories = category
        return filter
    }
}
