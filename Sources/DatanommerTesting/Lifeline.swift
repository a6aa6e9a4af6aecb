// SPDX-License-Identifier: Apache-2.0

import Glibc

/// A pipe whose reader notices the end of this process, however it ends.
final class Lifeline: Sendable {
    /// For the one who shall notice.
    let readingEnd: CInt
    private let writingEnd: CInt

    init() throws {
        var ends: [CInt] = [-1, -1]
        guard pipe(&ends) == 0 else {
            throw ScratchError("no pipe could be made: \(String(cString: strerror(errno)))")
        }
        // No program started later may hold the lifeline too.
        ends.forEach { _ = fcntl($0, F_SETFD, FD_CLOEXEC) }
        readingEnd = ends[0]
        writingEnd = ends[1]
    }

    deinit {
        close(readingEnd)
        close(writingEnd)
    }
}
