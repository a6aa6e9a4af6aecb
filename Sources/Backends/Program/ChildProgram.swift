// SPDX-License-Identifier: Apache-2.0

internal import Executors
internal import Foundation
internal import Synchronization

/// A program that runs; the only owner of its process and of the pipes to it, with both of which it ends.
///
/// It gets no descriptor of ours but its three, no blocked or ignored signal, and a process group of its own, so that what it
/// starts ends with it.
final class ChildProgram {
    private static let starting = Mutex(())
    /// How soon it is noticed that nobody waits any more.
    private static let longestWait = Duration.milliseconds(250)
    private let identifier: pid_t
    private var input: CInt
    private let output: CInt
    private let errors: CInt
    private var isOutputOpen = true
    private var isErrorsOpen = true
    private var outputLines = LineBuffer()
    private var errorLines = LineBuffer()
    /// Told of each line on its standard error.
    private let said: ([UInt8]) -> Void

    init(_ command: [String], said: @escaping ([UInt8]) -> Void) throws(ProgramError) {
        // Another child that is started between would have these pipes, too, and never end its part of them.
        let (identifier, pipes) = try Self.starting.withLock { _ throws(ProgramError) in
            let pipes = try Pipes()
            defer { pipes.closeTheirs() }
            do throws(ProgramError) {
                return (try Self.spawn(command, pipes), pipes)
            } catch {
                pipes.closeOurs()
                throw error
            }
        }
        self.identifier = identifier
        (input, output, errors) = (pipes.input.ours, pipes.output.ours, pipes.errors.ours)
        self.said = said
    }

    deinit {
        closeInput()
        close(output)
        close(errors)
        kill(-identifier, SIGKILL)
        while waitpid(identifier, nil, 0) == -1, errno == EINTR {}
    }

    /// Ends its input.
    func closeInput() {
        if input >= 0 { close(input) }
        input = -1
    }

    /// Writes to it while it reads what it says, until somebody has heard enough or it says no more.
    ///
    /// - Parameters:
    ///   - closing: whether its input ends with these bytes.
    ///   - hear: told of each line on its output; false: that is enough.
    /// - Returns: whether enough was heard; otherwise it has ended, or is about to.
    /// - Throws: `ProgramError` after the deadline, and what `hear` throws.
    func exchange(
        _ bytes: [UInt8], closing: Bool, until deadline: ContinuousClock.Instant,
        hear: ([UInt8]) throws(ProgramError) -> Bool
    ) throws(ProgramError) -> Bool {
        var rest = bytes[...]
        if rest.isEmpty, closing { closeInput() }
        while isOutputOpen || (closing && isErrorsOpen) {
            let ready = try wait(toWrite: !rest.isEmpty, until: deadline)
            if ready.write { write(&rest) }
            if rest.isEmpty, closing { closeInput() }
            if ready.errors { readErrors() }
            guard ready.output else { continue }
            for line in readOutput() where try !hear(line) { return true }
        }
        return false
    }

    /// Its exit status, or the negative number of the signal that ended it; waited for at most until a deadline.
    func status(until deadline: ContinuousClock.Instant) throws(ProgramError) -> CInt {
        var info = siginfo_t()
        // It is left to be waited for by `deinit`, so that its number stays its own.
        while waitid(P_PID, id_t(identifier), &info, WEXITED | WNOWAIT | WNOHANG) != 0 || info.si_signo == 0 {
            guard .now < deadline, !Task.isCancelled else { throw ProgramError("took too long to end") }
            usleep(5_000)
        }
        let status = info._sifields._sigchld.si_status
        return info.si_code == CInt(CLD_EXITED) ? status : -status
    }
}

extension ChildProgram {
    private func wait(toWrite: Bool, until deadline: ContinuousClock.Instant) throws(ProgramError)
        -> (write: Bool, output: Bool, errors: Bool)
    {
        var places = [
            pollfd(fd: toWrite ? input : -1, events: Int16(POLLOUT), revents: 0),
            pollfd(fd: isOutputOpen ? output : -1, events: Int16(POLLIN), revents: 0),
            pollfd(fd: isErrorsOpen ? errors : -1, events: Int16(POLLIN), revents: 0),
        ]
        let left = ContinuousClock.now.duration(to: deadline)
        guard left > .zero else { throw ProgramError("took too long, and was killed") }
        // A daemon that ends does not wait for as long as a program may take.
        guard !Task.isCancelled else { throw ProgramError("was stopped with the daemon") }
        let wait = min(left, Self.longestWait)
        poll(&places, nfds_t(places.count), CInt(clamping: Int64(wait / .milliseconds(1)) + 1))
        return (places[0].revents != 0, places[1].revents != 0, places[2].revents != 0)
    }

    /// Writes what the pipe takes. Who reads no more is found out by what it says, or does not.
    private func write(_ rest: inout ArraySlice<UInt8>) {
        let count = rest.withUnsafeBytes { bytes in
            BrokenPipe.unsignalled { Foundation.write(input, bytes.baseAddress, bytes.count) }
        }
        if count > 0 {
            rest = rest.dropFirst(count)
        } else if errno != EAGAIN, errno != EINTR {
            rest = []
        }
    }

    private func readOutput() -> [[UInt8]] {
        guard let bytes = Self.read(output) else {
            isOutputOpen = false
            let rest = outputLines.take()
            return rest.isEmpty ? [] : [rest]
        }
        return outputLines.add(bytes)
    }

    private func readErrors() {
        guard let bytes = Self.read(errors) else {
            isErrorsOpen = false
            let rest = errorLines.take()
            if !rest.isEmpty { said(rest) }
            return
        }
        for line in errorLines.add(bytes) { said(line) }
    }

    /// What is there; nil at the end.
    private static func read(_ descriptor: CInt) -> ArraySlice<UInt8>? {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let count = Foundation.read(descriptor, &buffer, buffer.count)
        if count < 0, errno == EAGAIN || errno == EINTR { return [] }
        return count > 0 ? buffer[..<count] : nil
    }

    private static func spawn(_ command: [String], _ pipes: Pipes) throws(ProgramError) -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, pipes.input.theirs, 0)
        posix_spawn_file_actions_adddup2(&actions, pipes.output.theirs, 1)
        posix_spawn_file_actions_adddup2(&actions, pipes.errors.theirs, 2)
        // What is not open cannot be closed, which is no error. Ours are closed by themselves; a library's may not be.
        for descriptor in 3..<CInt(1_024) { posix_spawn_file_actions_addclose(&actions, descriptor) }
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        sigfillset(&signals)
        posix_spawnattr_setsigdefault(&attributes, &signals)
        let flags = POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP
        posix_spawnattr_setflags(&attributes, Int16(flags))
        let arguments = command.map { strdup($0) }
        defer { arguments.forEach { free($0) } }
        var identifier: pid_t = 0
        let code = posix_spawn(&identifier, command[0], &actions, &attributes, arguments + [nil], environ)
        guard code == 0 else {
            throw ProgramError("cannot be started: \(String(cString: strerror(code)))")
        }
        return identifier
    }
}
