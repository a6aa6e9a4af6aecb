// SPDX-License-Identifier: Apache-2.0

internal import Foundation

/// Finds a file that comes with the program.
package enum ShippedFile {
    /// The file is in none of the places where it should be.
    package struct Missing: Error, CustomStringConvertible {
        let places: [String]
        /// The places that were looked at.
        package var description: String { "not found: " + places.joined(separator: ", ") }
    }

    /// The path of a file or folder.
    ///
    /// - Parameters:
    ///   - installed: its path below `share/datanommer`, which stands beside the `bin` of an installed program.
    ///   - built: its path below the folder of a program that was built and not installed.
    /// - Throws: `Missing` with the places that were looked at.
    package static func path(installed: String, built: String) throws(Missing) -> String {
        let folder = Bundle.main.executableURL?.resolvingSymlinksInPath().deletingLastPathComponent().path ?? "."
        let parent = URL(filePath: folder).deletingLastPathComponent().path
        let places = ["\(parent)/share/datanommer/\(installed)", "\(folder)/\(built)"]
        guard let place = places.first(where: { FileManager.default.fileExists(atPath: $0) }) else {
            throw Missing(places: places)
        }
        return place
    }
}
