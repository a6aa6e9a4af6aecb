// SPDX-License-Identifier: Apache-2.0

import Glibc

/// A program started with nothing of ours but what is named here: no other descriptor, no blocked or ignored signal.
///
/// Foundation's `Process` takes a program for running as long as any process has the descriptors it gave it. A server
/// that outlives `pg_ctl` has them, so that waiting would never end.
struct ChildProcess: Sendable {
    /// Its process id; another's as soon as it was waited for.
    let identifier: pid_t

    /// - Parameters:
    ///   - words: The program, looked up in PATH unless it is a path, and its arguments.
    ///   - input: A descriptor; nil for no input.
    ///   - output: A file to be written anew; nil for nowhere.
    ///   - errors: The same for the standard error; nil sends it where the output goes.
    ///   - environment: Its variables; nil for ours.
    init(
        _ words: [String], input: CInt? = nil, output: String? = nil, errors: String? = nil,
        environment: [String: String]? = nil
    ) throws {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        if let input {
            posix_spawn_file_actions_adddup2(&actions, input, 0)
        } else {
            posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        }
        let anew = O_WRONLY | O_CREAT | O_TRUNC | O_APPEND
        posix_spawn_file_actions_addopen(&actions, 1, output ?? "/dev/null", anew, 0o600)
        if let errors {
            posix_spawn_file_actions_addopen(&actions, 2, errors, anew, 0o600)
        } else {
            posix_spawn_file_actions_adddup2(&actions, 1, 2)
        }
        // What is not open cannot be closed, which is no error. Higher ones are rare in a test.
        for descriptor in 3..<CInt(256) { posix_spawn_file_actions_addclose(&actions, descriptor) }
        let variables = environment.map { $0.map { "\($0)=\($1)" } }
        identifier = try Self.spawn(words, actions, variables)
    }

    /// Waits for its end; the answer is its exit status, or the negative number of the signal that ended it.
    func wait() -> CInt {
        var status: CInt = 0
        while waitpid(identifier, &status, 0) == -1, errno == EINTR {}
        return status & 0x7F == 0 ? status >> 8 & 0xFF : -(status & 0x7F)
    }

    /// Waits for its end, and leaves its process id taken until ``wait()``.
    func waitUntilDead() {
        var info = siginfo_t()
        while waitid(P_PID, id_t(identifier), &info, WEXITED | WNOWAIT) == -1, errno == EINTR {}
    }

    private static func spawn(_ words: [String], _ actions: posix_spawn_file_actions_t, _ variables: [String]?) throws
        -> pid_t
    {
        var actions = actions
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        resetSignals(&attributes)
        var identifier: pid_t = 0
        let arguments = words.map { strdup($0) }
        let strings = variables?.map { strdup($0) }
        defer { (arguments + (strings ?? [])).forEach { free($0) } }
        let code = posix_spawnp(
            &identifier, words[0], &actions, &attributes, arguments + [nil], strings.map { $0 + [nil] } ?? environ())
        guard code == 0 else {
            throw ScratchError("\(words[0]) could not be started: \(String(cString: strerror(code)))")
        }
        return identifier
    }

    /// The threads that run tests block most signals, which a program would inherit, and never hear SIGTERM.
    private static func resetSignals(_ attributes: inout posix_spawnattr_t) {
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        sigfillset(&signals)
        posix_spawnattr_setsigdefault(&attributes, &signals)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
    }

    /// Our own variables.
    private static func environ() -> [UnsafeMutablePointer<CChar>?] {
        var variables: [UnsafeMutablePointer<CChar>?] = []
        var next = Glibc.environ
        while let variable = next.pointee {
            variables.append(variable)
            next = next.advanced(by: 1)
        }
        return variables + [nil]
    }
}
