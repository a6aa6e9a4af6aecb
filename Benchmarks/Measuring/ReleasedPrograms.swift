// SPDX-License-Identifier: Apache-2.0

import DatanommerTesting
import Foundation

/// The programs under the names that an installation gives them: one program is all commands, by a link for each.
enum ReleasedPrograms {
    private static let links = Result { try link() }
    private static let commands = [
        "create-db", "migrate", "dump", "load", "stats", "latest", "grep", "replay", "extract", "verify", "quarantine",
        "gaps", "expire", "feeds",
    ]

    /// Makes them be found, unless DATANOMMER_BIN names others; to be called before any is run.
    ///
    /// - Throws: when they were not built beside this program, as `make bench` does.
    static func prepare() throws {
        guard ProcessInfo.processInfo.environment["DATANOMMER_BIN"] == nil else { return }
        setenv("DATANOMMER_BIN", try links.get(), 1)
    }

    private static func link() throws -> String {
        let built = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        let folder = URL(filePath: built).deletingLastPathComponent()
        let links = folder.appending(path: "bench-programs")
        try FileManager.default.createDirectory(at: links, withIntermediateDirectories: true)
        let named =
            commands.map { ("datanommer-\($0)", "datanommer") } + [("datanommer-consumer", "datanommer-consumer")]
        for (name, program) in named {
            let link = links.appending(path: name)
            try? FileManager.default.removeItem(at: link)
            try FileManager.default.createSymbolicLink(at: link, withDestinationURL: folder.appending(path: program))
        }
        return links.path
    }
}
