// SPDX-License-Identifier: Apache-2.0

import Foundation

/// The files of the project that these tests look at.
enum SourceTree {
    /// The path of one of them, from the top of the tree.
    static func path(_ name: String) -> String {
        URL(filePath: #filePath).appending(path: "../../../\(name)").standardized.path
    }

    /// The names of the files in a folder, sorted.
    static func names(in folder: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: path(folder)).sorted()
    }
}
