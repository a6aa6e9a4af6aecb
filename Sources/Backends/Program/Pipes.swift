// SPDX-License-Identifier: Apache-2.0

internal import Foundation

/// The pipes to a program that is about to run: its ends, and ours, which do not block.
struct Pipes {
    let input: (ours: CInt, theirs: CInt)
    let output: (ours: CInt, theirs: CInt)
    let errors: (ours: CInt, theirs: CInt)

    init() throws(ProgramError) {
        var open: [CInt] = []
        for ours in [1, 0, 0] {
            var ends: [CInt] = [-1, -1]
            guard pipe(&ends) == 0, fcntl(ends[0], F_SETFD, FD_CLOEXEC) == 0,
                fcntl(ends[1], F_SETFD, FD_CLOEXEC) == 0, fcntl(ends[ours], F_SETFL, O_NONBLOCK) == 0
            else {
                (open + ends).filter { $0 >= 0 }.forEach { close($0) }
                throw ProgramError("cannot be started: \(String(cString: strerror(errno)))")
            }
            open += [ends[ours], ends[1 - ours]]
        }
        (input, output, errors) = ((open[0], open[1]), (open[2], open[3]), (open[4], open[5]))
    }

    func closeOurs() { [input.ours, output.ours, errors.ours].forEach { close($0) } }
    func closeTheirs() { [input.theirs, output.theirs, errors.theirs].forEach { close($0) } }
}
