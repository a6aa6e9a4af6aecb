// SPDX-License-Identifier: Apache-2.0

internal import Foundation

/// The files that were renamed: `PATH.20261121T031200Z`, with `.2` behind it for the second of a moment.
struct FileRotation {
    let path: String

    /// Renames the file by a time.
    func rename(at time: Date) throws(LineFileError) {
        let stem = "\(path).\(Self.stamp(time))"
        var (name, number) = (stem, 1)
        while access(name, F_OK) == 0 {
            number += 1
            name = "\(stem).\(number)"
        }
        guard Foundation.rename(path, name) == 0 else { throw LineFileError(path, "cannot be renamed") }
    }

    /// Removes the oldest, by their names. One that cannot be removed stays: no record is worse for it.
    func remove(allBut keep: Int) {
        for name in renamed.dropLast(keep) { unlink(name) }
    }

    /// The files that were renamed, the oldest first.
    private var renamed: [String] {
        let url = URL(filePath: path)
        let names = (try? FileManager.default.contentsOfDirectory(atPath: url.deletingLastPathComponent().path)) ?? []
        let prefix = url.lastPathComponent + "."
        let stamped = names.filter { name in
            name.hasPrefix(prefix) && name.dropFirst(prefix.count).wholeMatch(of: /\d{8}T\d{6}Z(\.\d+)?/) != nil
        }
        return stamped.sorted { $0.compare($1, options: .numeric) == .orderedAscending }.map {
            url.deletingLastPathComponent().appending(path: $0).path
        }
    }

    private static func stamp(_ time: Date) -> String {
        // 2026-11-21T03:12:00Z
        time.ISO8601Format().filter { $0 != "-" && $0 != ":" }
    }
}
