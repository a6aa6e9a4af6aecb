// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Foundation
internal import Settings

/// `datanommer-feeds import`.
struct FeedsImportCommand: FeedsSubcommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Turn salt-eventsd's configuration into feeds.",
        discussion:
            "Writes the sections feeds and statistics of datanommer's configuration, with the passwords that the file holds, "
            + "and tells on standard error what differs. Nothing is changed.")

    @OptionGroup var archive: ArchiveOptions

    @Argument(help: ArgumentHelp("The file, usually /etc/salt/eventsd.", valueName: "file"))
    var file: String

    mutating func perform() async throws {
        guard let bytes = FileManager.default.contents(atPath: file) else {
            throw UnreadableFile(path: file)
        }
        let imported = try EventsdImport(yaml: String(decoding: bytes, as: UTF8.self), file: file)
        var output = StandardOutput()
        try output.write(imported.yaml)
        try output.flush()
        for remark in imported.remarks { StandardError.write("\(remark)") }
    }
}

/// A file that cannot be read.
private struct UnreadableFile: ErrorWithStatus, CustomStringConvertible {
    let path: String

    var status: ExitCode { CommandFailure.failed }
    var description: String { "\(path) cannot be read: is it there, and may you read it?" }
}
