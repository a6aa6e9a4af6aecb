// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import DatanommerModels

/// Which messages are meant.
struct FilterOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Not before this time (ISO 8601 or epoch seconds, UTC).", valueName: "time"))
    var start: TimeArgument?

    @Option(help: ArgumentHelp("Not after this time.", valueName: "time"))
    var end: TimeArgument?

    @Option(help: ArgumentHelp("With this topic; may be repeated, as all filters below.", valueName: "topic"))
    var topic: [String] = []

    @Option(help: ArgumentHelp("Of this category.", valueName: "category"))
    var category: [String] = []

    @Option(help: ArgumentHelp("About this user.", valueName: "user"))
    var user: [String] = []

    @Option(help: ArgumentHelp("About this package.", valueName: "package"))
    var package: [String] = []

    @Option(help: ArgumentHelp("With this text in the body, literally.", valueName: "text"))
    var contains: [String] = []

    @Option(help: ArgumentHelp("With this identity.", valueName: "msg-id"))
    var msgId: [String] = []

    @Option(help: ArgumentHelp("Not with this topic.", valueName: "topic"))
    var notTopic: [String] = []

    @Option(help: ArgumentHelp("Not of this category.", valueName: "category"))
    var notCategory: [String] = []

    @Option(help: ArgumentHelp("Not about this user.", valueName: "user"))
    var notUser: [String] = []

    @Option(help: ArgumentHelp("Not about this package.", valueName: "package"))
    var notPackage: [String] = []

    init() {}

    var filter: MessageFilter {
        var filter = MessageFilter()
        filter.start = start?.timestamp
        filter.end = end?.timestamp
        filter.topics = topic
        filter.categories = category
        filter.users = user
        filter.packages = package
        filter.contains = contains
        filter.msgIDs = msgId
        filter.notTopics = notTopic
        filter.notCategories = notCategory
        filter.notUsers = notUser
        filter.notPackages = notPackage
        return filter
    }
}
