// SPDX-License-Identifier: Apache-2.0

import Foundation

/// What a process has used so far, as the system counts it (proc(5)).
package struct ProcessFigures: Hashable, Sendable {
    /// Its time on the cores, to a hundredth of a second.
    package let processorTime: Duration
    /// The same of those of its children that ended and were waited for.
    package let childrenTime: Duration
    /// The most memory that it had, in bytes; nil of one that has ended.
    package let peakBytes: Int?

    /// Reads them.
    ///
    /// - Throws: ``ScratchError`` when there is no such process.
    package init(of process: Int) throws {
        guard let text = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8),
            let end = text.lastIndex(of: ")")
        else { throw ScratchError("there is no process \(process)") }
        // The third word of the file comes first: the name before it may hold anything but ends with a parenthesis.
        let words = text[text.index(after: end)...].split(separator: " ").map { Int($0) ?? 0 }
        let tick = Duration.seconds(1) / sysconf(CInt(_SC_CLK_TCK))
        processorTime = tick * (words[11] + words[12])
        childrenTime = tick * (words[13] + words[14])
        let status = try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)
        peakBytes = status?.firstMatch(of: /VmHWM:\s+(\d+) kB/).flatMap { Int($0.1) }.map { $0 << 10 }
    }
}
