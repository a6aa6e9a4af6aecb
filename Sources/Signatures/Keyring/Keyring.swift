// SPDX-License-Identifier: Apache-2.0

internal import Foundation
internal import JSONText

/// A keyring of gpg: every key in it may sign (section 2.5 of fedmsg's scheme).
///
/// The program itself is asked, once for each message, which takes milliseconds.
struct Keyring: Sendable {
    let home: String

    /// The fingerprint of the key that signed a message's body.
    ///
    /// - Parameter body: the `msg` of the envelope, all that the signature covers.
    func signer(of body: JSONText?, _ signature: [UInt8]) throws(Verdict.Reason) -> String {
        guard let body else { throw .badSignature }
        do {
            return try withFolder { folder in
                let files = ["signature", "body", "status"].map { "\(folder)/\($0)" }
                try Data(signature).write(to: URL(filePath: files[0]))
                try Data(body.canonical()).write(to: URL(filePath: files[1]))
                let status = try Self.run([
                    "gpg", "--homedir", home, "--batch", "--no-tty", "--quiet", "--no-auto-key-retrieve",
                    "--status-file", files[2], "--verify", files[0], files[1],
                ])
                let said = try? String(contentsOfFile: files[2], encoding: .utf8)
                guard status == 0, let signer = said.flatMap(Self.fingerprint) else {
                    throw Verdict.Reason.badSignature
                }
                return signer
            }
        } catch let reason as Verdict.Reason {
            throw reason
        } catch {
            throw .noKeyring
        }
    }

    /// The key that gpg's status lines name as the signer: `[GNUPG:] VALIDSIG fingerprint …` (doc/DETAILS of GnuPG).
    private static func fingerprint(in status: String) -> String? {
        for line in status.split(separator: "\n") {
            let words = line.split(separator: " ")
            if words.count > 2, words[1] == "VALIDSIG" { return String(words[2]) }
        }
        return nil
    }

    private func withFolder<R>(_ body: (String) throws -> R) throws -> R {
        var template = Array((NSTemporaryDirectory() + "/datanommer-gpg-XXXXXX").utf8CString)
        guard mkdtemp(&template) != nil else { throw CocoaError(.fileWriteUnknown) }
        let folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        return try body(folder)
    }

    /// Runs a program in silence; the answer is its exit status, or -1 when a signal ended it.
    private static func run(_ words: [String]) throws -> Int32 {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for (descriptor, flags) in [(STDIN_FILENO, O_RDONLY), (STDOUT_FILENO, O_WRONLY), (STDERR_FILENO, O_WRONLY)] {
            posix_spawn_file_actions_addopen(&actions, descriptor, "/dev/null", flags, 0)
        }
        var arguments = words.map { strdup($0) } + [nil]
        defer { arguments.forEach { free($0) } }
        var process = pid_t()
        guard posix_spawnp(&process, words[0], &actions, nil, &arguments, environ) == 0 else {
            throw CocoaError(.executableNotLoadable)
        }
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0, errno == EINTR {}
        return status & 0x7F == 0 ? status >> 8 & 0xFF : -1
    }
}
