// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A gpg home of a test's own, with one key in it.
package final class OwnKeyring: Sendable {
    private let folder: ScratchFolder

    /// gpg's home directory. Its agent listens there, so that the path is short.
    package var home: String { folder.path }

    /// Makes the key.
    ///
    /// - Throws: ``ScratchError`` when there is no gpg (apt-get install gnupg).
    package init() throws {
        folder = try ScratchFolder()
        _ = try gpg(["--quick-gen-key", "one@example.org", "rsa2048", "sign", "never"])
    }

    deinit {
        _ = try? OwnPKI.run(["gpgconf", "--homedir", home, "--kill", "all"], in: home)
        folder.remove()
    }

    /// The signature of bytes, in base64.
    package func signature(of bytes: [UInt8]) throws -> String {
        Data(try gpg(["--detach-sign"], input: bytes)).base64EncodedString()
    }

    private func gpg(_ arguments: [String], input: [UInt8] = []) throws -> [UInt8] {
        let words = ["gpg", "--homedir", home, "--batch", "--quiet", "--passphrase", "", "--pinentry-mode", "loopback"]
        return try OwnPKI.run(words + arguments, input: input, in: home)
    }
}
