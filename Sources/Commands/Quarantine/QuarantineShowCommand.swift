// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import DatanommerModels

/// `datanommer-quarantine show`: everything of some.
struct QuarantineShowCommand: QuarantineSubcommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show everything of what was set aside under some numbers.")

    @OptionGroup var archive: ArchiveOptions

    @Flag(help: "Write the body of one, byte for byte, and nothing else.")
    var body = false

    @Flag(help: "Write the topic frame of one, byte for byte, and nothing else.")
    var topicFrame = false

    @Argument(help: ArgumentHelp("The numbers that list tells.", valueName: "id"))
    var ids: [Int64]

    func validate() throws {
        guard !(body && topicFrame) else { throw ValidationError("--body and --topic-frame exclude each other") }
        guard ids.count == 1 || !(body || topicFrame) else {
            throw ValidationError("the bytes of one: name one number")
        }
    }

    mutating func perform() async throws {
        let archive = try await archive.archive()
        var output = StandardOutput()
        var isMissing = false
        var isFirst = true
        for id in ids {
            // One at a time: a body can be large.
            guard let kept = try await archive.setAside(withIDs: [id]).first else {
                StandardError.write("\(id): nothing is set aside under this number")
                isMissing = true
                continue
            }
            if body || topicFrame {
                try output.write(bytes: body ? kept.body : kept.topic)
            } else {
                if !isFirst { try output.write("\n") }
                try kept.write(to: &output)
            }
            isFirst = false
        }
        try output.flush()
        if isMissing { throw CommandFailure.failed }
    }
}

extension KeptSetAside {
    fileprivate func write(to output: inout StandardOutput) throws {
        try output.write(
            """
            id: \(id)
            received: \(receivedAt)
            reason: \(reason.forTerminal)
            detail: \(detail.forTerminal)
            topic: \(topic.count) bytes

            """)
        try FrameText(topic).write(to: &output)
        try output.write("body: \(body.count) bytes\(isDumped ? ", a message in the dump's format" : "")\n")
        try FrameText(body).write(to: &output)
    }
}
