// SPDX-License-Identifier: Apache-2.0

/// The real fedmsg library.
enum FedmsgLibrary {
    private static let environment = PythonEnvironment(
        subject: "the real fedmsg library", name: ".venv-fedmsg", programs: "Publisher",
        check: "import fedmsg, fedmsg.config, fedmsg.crypto.x509_ng")

    /// A command line that runs one of our programs over it.
    ///
    /// - Throws: `PythonEnvironment.Missing` with what to install.
    static func words(_ program: String, _ arguments: [String]) async throws -> [String] {
        try await environment.words(program, arguments)
    }
}
