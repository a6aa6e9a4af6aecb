// SPDX-License-Identifier: Apache-2.0

import DatanommerTesting
import Foundation

/// A virtual environment at the top of the source tree, with the libraries that one of the real publishers needs; made once.
struct PythonEnvironment {
    /// What it is for, for an error: `the real fedmsg library`.
    let subject: String
    /// Its folder at the top of the source tree.
    let name: String
    /// The folder of our own programs over it, with `requirements.txt`, below that of the tests.
    let programs: String
    /// A line of Python that fails unless it is all there.
    let check: String

    /// Installs it where it is missing or other versions are wanted, one process at a time.
    private static let script = """
        set -e
        cmp -s "$1/requirements.txt" "$2/requirements.txt" && exit 0
        rm -rf "$2"
        python3 -m venv "$2"
        "$2/bin/python" -m pip install --quiet --disable-pip-version-check --no-deps -r "$1/requirements.txt"
        "$2/bin/python" -c "$3"
        cp "$1/requirements.txt" "$2/"
        """

    private var environment: String { URL(filePath: #filePath).appending(path: "../../../\(name)").standardized.path }
    private var folder: String { URL(filePath: #filePath).deletingLastPathComponent().appending(path: programs).path }

    /// A command line that runs one of our programs in the environment.
    ///
    /// - Throws: ``Missing`` with what to install.
    func words(_ program: String, _ arguments: [String]) async throws -> [String] {
        let lock = ["flock", folder, "sh", "-c", Self.script, "sh", folder, environment, check]
        // Salt comes as source, and a busy machine takes minutes to unpack it.
        let made = try await RunningProgram.with(lock, environment: ProcessInfo.processInfo.environment) {
            try await $0.finished(within: .seconds(900))
        }
        guard made.status == 0 else {
            throw Missing(subject: subject, environment: environment, said: made.errors + made.output)
        }
        return ["\(environment)/bin/python", "\(folder)/\(program)"] + arguments
    }

    struct Missing: Error, CustomStringConvertible {
        let subject: String
        let environment: String
        let said: String
        var description: String {
            """
            these tests publish with \(subject), which could not be put into \(environment): it takes \
            Python 3.11 (apt-get install python3-venv) and a way to PyPI, or a pip that knows another index. \(said)
            """
        }
    }
}
