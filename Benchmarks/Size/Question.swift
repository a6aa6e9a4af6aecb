// SPDX-License-Identifier: Apache-2.0

import DatanommerTesting
import Foundation

/// A command as it is asked, whatever the archive's size.
struct Question: Sendable {
    let title: String
    let command: String
    let arguments: [String]

    static let all = [
        Question("stats"), Question("stats", "--topic"), Question("latest"),
        Question("latest", "--overall", "--timesince"), Question("grep"),
        Question("grep", "--user", Traffic.commonUser),
        Question("grep", "--user", Traffic.commonUser, "--order", "desc"),
        Question("grep", "--user", Traffic.rareUser), Question("grep", "--topic", Traffic.rareTopic),
        Question("grep", "--category", Traffic.commonCategory), textWithinMonth,
    ]

    /// In the month before the last, which has no page full of it until there are 1,200,000 messages in the year.
    private static var textWithinMonth: Question {
        let now = Int(Date.now.timeIntervalSince1970)
        let arguments = ["--start", "\(now - 60 * 86_400)", "--end", "\(now - 30 * 86_400)"]
        return Question(
            title: "-grep --contains \(Traffic.rareText), within a month", command: "grep",
            arguments: arguments + ["--contains", Traffic.rareText])
    }

    private init(title: String, command: String, arguments: [String]) {
        self.title = title
        self.command = command
        self.arguments = arguments
    }

    private init(_ command: String, _ arguments: String...) {
        self.init(title: "-" + ([command] + arguments).joined(separator: " "), command: command, arguments: arguments)
    }

    /// What is aimed at in an archive of a million messages.
    ///
    /// - Parameters:
    ///   - time: Of a whole run in the largest archive, in milliseconds.
    ///   - ratio: Of the times in the largest and in the smallest.
    func tellTargets(time: Double, ratio: Double) {
        guard command == "grep" else {
            Target.tell("\(title), largest to smallest", ratio, atMost: 1.5)
            return Target.tell("\(title), the largest", time, atMost: 40, " ms")
        }
        if arguments.contains("--contains") || arguments.isEmpty { return }
        Target.tell("\(title), the largest", time, atMost: 60, " ms")
    }

    /// How it is asked of an archive.
    func run(_ archive: ScratchArchive) throws -> ProgramRun {
        ProgramRun(words: try archive.words(command, arguments))
    }
}
