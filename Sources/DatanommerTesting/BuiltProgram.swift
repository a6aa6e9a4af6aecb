// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A program of this package, as the build left it beside the tests.
package enum BuiltProgram {
    /// The path of `datanommer-dump` and the like.
    ///
    /// - Throws: ``ScratchError`` when it was not built.
    package static func path(_ name: String) throws -> String {
        let path = folder + "/" + name
        guard FileManager.default.isExecutableFile(atPath: path) else {
            throw ScratchError("\(path) is not there: build it with the tests, swift build --build-tests")
        }
        return path
    }

    /// Where the programs are: beside the tests' own program, or in the folder that `DATANOMMER_BIN` names, which may hold
    /// those of a release.
    package static let folder: String = {
        if let named = ProcessInfo.processInfo.environment["DATANOMMER_BIN"], !named.isEmpty { return named }
        let tests = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
        return URL(filePath: tests).deletingLastPathComponent().path
    }()

    /// The variables that programs get in tests: nothing of the machine's settings, and those of the test over it.
    package static func environment(_ changed: [String: String] = [:]) -> [String: String] {
        let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
        return ["PATH": path, "HOME": "/nonexistent", "LC_ALL": "C.UTF-8", "DATANOMMER_CONFIG": "/dev/null"]
            .merging(changed) { _, new in new }
    }
}
