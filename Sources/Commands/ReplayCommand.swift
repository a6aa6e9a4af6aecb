// SPDX-License-Identifier: Apache-2.0

package import ArgumentParser
internal import Bus
internal import DatanommerModels

/// `datanommer-replay`: says again what a file holds.
package struct ReplayCommand: ArchiveCommand {
    package static let configuration = CommandConfiguration(
        commandName: "datanommer-replay",
        abstract: "Say recorded messages again, on a PUB socket.",
        discussion: "Reads what datanommer-dump writes, in both formats, and fedmsg's own JSON.",
        version: Version.current)

    @Option(help: ArgumentHelp("Publish here: tcp://127.0.0.1:9940, ipc:///path.", valueName: "url"))
    var bind: String?

    @Option(help: ArgumentHelp("Publish to an inbound relay that is bound there.", valueName: "url"))
    var connect: String?

    @Option(help: ArgumentHelp("Messages a second; as fast as possible without it.", valueName: "number"))
    var rate: Double?

    @Flag(help: "Wait until somebody listens.")
    var waitForSubscriber = false

    @Flag(help: "Begin again at the end, until interrupted.")
    var loop = false

    @Argument(help: ArgumentHelp("Files of messages; none, or -, is standard input.", valueName: "file"))
    var files: [String] = []

    package init() {}

    package func validate() throws {
        guard (bind == nil) != (connect == nil) else { throw ValidationError("name --bind URL or --connect URL") }
        if let rate, !(rate > 0 && rate.isFinite) { throw ValidationError("--rate is a number above 0") }
        if loop, files.isEmpty || files.contains("-") { throw ValidationError("--loop needs files") }
    }

    package mutating func perform() async throws {
        // No high-water mark: what a slow subscriber has not taken yet waits here instead of being dropped.
        let publisher =
            try bind.map { try Publisher(bind: $0, sendHighWaterMark: 0) }
            ?? Publisher(connect: connect ?? "", sendHighWaterMark: 0)
        if waitForSubscriber {
            StandardError.write("waiting for a subscriber at \(publisher.boundEndpoint)")
            while !(await publisher.waitForSubscriber(within: .seconds(60))) { try Task.checkCancellation() }
        }
        var replay = Replay(publisher: publisher, interval: rate.map { .seconds(1 / $0) })
        repeat {
            try await MessageFiles(files).forEachValue { value, place in try await replay.say(value, at: place) }
        } while loop
        try await publisher.close()
        StandardError.write("\(replay.said) said, \(replay.failed) failed")
        if replay.failed > 0 { throw CommandFailure.failed }
    }
}

/// Messages on their way to a socket, at their pace.
private struct Replay {
    let publisher: Publisher
    let interval: Duration?
    private(set) var said = 0
    private(set) var failed = 0
    private var next = ContinuousClock.now

    init(publisher: Publisher, interval: Duration?) {
        self.publisher = publisher
        self.interval = interval
    }

    mutating func say(_ value: [UInt8], at place: String) async throws {
        let frames: (topic: [UInt8], body: [UInt8])
        do throws(SetAside) {
            frames = try MessageDecoder.frames(of: value)
        } catch {
            failed += 1
            return StandardError.write("\(place): \(error.reason.rawValue): \(error.detail)")
        }
        if let interval {
            try await ContinuousClock().sleep(until: next)
            next = max(next + interval, .now - .seconds(1))
        }
        try await publisher.send(topic: frames.topic, body: frames.body)
        said += 1
    }
}
