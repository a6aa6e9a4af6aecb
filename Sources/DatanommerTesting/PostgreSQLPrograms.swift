// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Where PostgreSQL's programs are, and as whom they run.
struct PostgreSQLPrograms: Sendable {
    /// The folder with `initdb` and `pg_ctl`.
    private let folder: String
    /// The user who owns the server where we are root; nil: we ourselves.
    private let owner: String?

    init() throws {
        folder = try Self.folder()
        owner = geteuid() == 0 ? try Self.unprivilegedUser() : nil
    }

    /// The path of one of them, past the wrapper in Perl that Debian has in front of some.
    func path(_ name: String) -> String { "\(folder)/\(name)" }

    /// Gives a folder to the server's owner.
    func own(_ path: String) throws {
        guard let owner, let entry = getpwnam(owner) else { return }
        guard chown(path, entry.pointee.pw_uid, entry.pointee.pw_gid) == 0 else {
            throw ScratchError("\(path) could not be given to \(owner): \(String(cString: strerror(errno)))")
        }
    }

    /// Runs one of the programs and waits for it; throws what it said when it failed.
    func runAsOwner(_ words: [String]) throws {
        let words = command(words)
        let folder = try ScratchFolder()
        defer { folder.remove() }
        let said = folder.path + "/said"
        guard try ChildProcess(words, output: said).wait() == 0 else {
            let text = FileManager.default.contents(atPath: said) ?? Data()
            throw ScratchError("\(words.joined(separator: " ")) failed: \(String(decoding: text, as: UTF8.self))")
        }
    }

    /// Leaves a shell behind that waits for the end of the lifeline, then stops the server and removes its folder.
    func removeAtEnd(_ path: String, data: String, _ lifeline: Lifeline) throws {
        let stop = command(["pg_ctl", "-D", data, "-m", "immediate", "stop"]).joined(separator: " ")
        // The terminal's interrupt reaches the shell too, and must not end it before its time. It is no child of ours: one
        // that ended and was not waited for would keep Swift Testing's exit tests from ever hearing of theirs.
        let waiting = "trap '' INT TERM HUP; cd /; read -r _ <&3; \(stop); rm -rf '\(path)'"
        let starter = try ChildProcess(["/bin/sh", "-c", "exec 3<&0; (\(waiting)) &"], input: lifeline.readingEnd)
        _ = starter.wait()
    }

    private func command(_ words: [String]) -> [String] {
        let program = [path(words[0])] + words.dropFirst()
        guard let owner else { return program }
        return ["setpriv", "--reuid=\(owner)", "--regid=\(owner)", "--clear-groups", "--"] + program
    }

    private static func folder() throws -> String {
        let versions = (try? FileManager.default.contentsOfDirectory(atPath: "/usr/lib/postgresql")) ?? []
        let newestFirst = versions.compactMap(Int.init).sorted(by: >).map { "/usr/lib/postgresql/\($0)/bin" }
        let path = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map(String.init)
        let hasPrograms = { (folder: String) in
            ["initdb", "pg_ctl"].allSatisfy { FileManager.default.isExecutableFile(atPath: "\(folder)/\($0)") }
        }
        guard let folder = (newestFirst + path).first(where: hasPrograms) else {
            throw ScratchError(
                "these tests need a PostgreSQL server of their own, and initdb and pg_ctl are neither in "
                    + "/usr/lib/postgresql/*/bin nor in PATH: install them (apt-get install postgresql)")
        }
        return folder
    }

    private static func unprivilegedUser() throws -> String {
        guard let user = ["postgres", "nobody"].first(where: { (name: String) in getpwnam(name) != nil }) else {
            throw ScratchError("PostgreSQL does not run as root, and there is neither a user postgres nor nobody")
        }
        return user
    }
}
