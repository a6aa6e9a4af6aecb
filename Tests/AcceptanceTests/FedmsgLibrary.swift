// SPDX-License-Identifier: Apache-2.0

import DatanommerTesting
import Foundation

/// The real fedmsg library, in a virtual environment at the top of the source tree, made once.
enum FedmsgLibrary {
    /// The folder of our own programs over it.
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Publisher").path
    private static let environment = URL(filePath: #filePath).appending(path: "../../../.venv-fedmsg").standardized.path

    /// Installs it where it is missing or other versions are wanted, one process at a time.
    private static let script = """
        set -e
        cmp -s "$1/requirements.txt" "$2/requirements.txt" && exit 0
        rm -rf "$2"
        python3 -m venv "$2"
        "$2/bin/python" -m pip install --quiet --disable-pip-version-check --no-deps -r "$1/requirements.txt"
        "$2/bin/python" -c 'import fedmsg, fedmsg.config, fedmsg.crypto.x509_ng'
        cp "$1/requirements.txt" "$2/"
        """

    /// A command line that runs one of our programs in the environment.
    ///
    /// - Throws: ``Missing`` with what to install.
    static func words(_ program: String, _ arguments: [String]) async throws -> [String] {
        let lock = ["flock", folder, "sh", "-c", script, "sh", folder, environment]
        let made = try await RunningProgram.with(lock, environment: ProcessInfo.processInfo.environment) {
            try await $0.finished(within: .seconds(300))
        }
        guard made.status == 0 else { throw Missing(said: made.errors + made.output) }
        return ["\(environment)/bin/python", "\(folder)/\(program)"] + arguments
    }

    struct Missing: Error, CustomStringConvertible {
        let said: String
        var description: String {
            """
            these tests publish with the real fedmsg library, which could not be put into \(environment): it takes \
            Python 3.11 (apt-get install python3-venv) and a way to PyPI, or a pip that knows another index. \(said)
            """
        }
    }
}
