// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Foundation

/// All commands in one program, which is the command whose name it was called by.
///
/// This is what is installed, once, with a link for each name: a static Swift runtime with Foundation is some 60 MB, too
/// much to carry that often.
package enum Program {
    private typealias Main = @Sendable (_ arguments: [String]) async -> Void

    private static let commands: KeyValuePairs<String, Main> = [
        "datanommer-create-db": { await CreateDBCommand.start($0) },
        "datanommer-dump": { await DumpCommand.start($0) },
        "datanommer-expire": { await ExpireCommand.start($0) },
        "datanommer-extract": { await ExtractCommand.start($0) },
        "datanommer-feeds": { await FeedsCommand.start($0) },
        "datanommer-gaps": { await GapsCommand.start($0) },
        "datanommer-grep": { await GrepCommand.start($0) },
        "datanommer-latest": { await LatestCommand.start($0) },
        "datanommer-load": { await LoadCommand.start($0) },
        "datanommer-migrate": { await MigrateCommand.start($0) },
        "datanommer-quarantine": { await QuarantineCommand.start($0) },
        "datanommer-replay": { await ReplayCommand.start($0) },
        "datanommer-stats": { await StatsCommand.start($0) },
        "datanommer-verify": { await VerifyCommand.start($0) },
    ]

    /// Is the command of its own name, or else of its first argument: `datanommer dump` is `datanommer-dump`.
    package static func start() async {
        let name = CommandLine.arguments.first?.split(separator: "/").last.map(String.init) ?? ""
        let arguments = ProgramArguments.take()
        if let main = command(named: name) {
            await main(arguments)
        } else if let first = arguments.first, let main = command(named: "datanommer-\(first)") {
            await main(Array(arguments.dropFirst()))
        } else {
            let names = commands.map(\.key).joined(separator: ", ")
            StandardError.write("usage: datanommer COMMAND …; the commands are also programs of their own: \(names)")
            exit(CommandFailure.usage.rawValue)
        }
    }

    private static func command(named name: String) -> Main? {
        commands.first { $0.key == name }?.value
    }
}
