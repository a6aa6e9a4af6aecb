// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Bus
import DatanommerTesting

/// The other side of the socket, in a process of its own, so that its time on the cores is not counted.
struct PublishCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "publish", abstract: "Publish messages to one subscriber, and end.", shouldDisplay: false)

    @OptionGroup var traffic: TrafficOptions

    @Option(help: "Where to bind.")
    var endpoint: String

    @Option(help: "How many messages there are.")
    var messages: Int

    @Option(help: "How often they are said.")
    var times: Int

    func run() async throws {
        let said = try traffic.messages(messages, span: .seconds(3_600))
        let publisher = try Publisher(bind: endpoint)
        guard await publisher.waitForSubscriber(within: .seconds(60)) else { throw ExitCode.failure }
        for _ in 0..<times { try await publisher.send(said) }
        try await publisher.close(within: .seconds(60))
    }
}
