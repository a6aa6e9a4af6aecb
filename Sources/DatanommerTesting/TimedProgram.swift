// SPDX-License-Identifier: Apache-2.0

import Foundation

/// What a program's run took, from before its start until after its end.
package struct TimedProgram: Sendable {
    /// By the clock on the wall.
    package let elapsed: Duration
    /// On the cores, its children's time included.
    package let processorTime: Duration
    /// The most memory that it was seen to have, in bytes; nil where nobody looked.
    package let peakBytes: Int?

    /// Runs one to its end; blocks.
    ///
    /// - Parameters:
    ///   - output: A file for what it says; nil for nowhere.
    ///   - environment: Its variables; nil for ours.
    ///   - watchesMemory: Whether to look at its memory all the time, which takes a core from it.
    /// - Throws: ``ScratchError`` with what it said when it fails.
    package static func run(
        _ words: [String], output: String? = nil, environment: [String: String]? = nil, watchesMemory: Bool = false
    ) throws -> TimedProgram {
        let folder = try ScratchFolder()
        defer { folder.remove() }
        let errors = folder.path + "/errors"
        let start = ContinuousClock.now
        let process = try ChildProcess(words, output: output, errors: errors, environment: environment)
        let peak = watchesMemory ? watch(Int(process.identifier)) : nil
        var usage = rusage()
        var status: CInt = 0
        while wait4(process.identifier, &status, 0, &usage) == -1, errno == EINTR {}
        let elapsed = start.duration(to: .now)
        guard status == 0 else {
            let said = FileManager.default.contents(atPath: errors) ?? Data()
            throw ScratchError("\(words.joined(separator: " ")) failed: \(String(decoding: said, as: UTF8.self))")
        }
        return TimedProgram(
            elapsed: elapsed, processorTime: usage.ru_utime.duration + usage.ru_stime.duration, peakBytes: peak)
    }

    /// Its peak as it was last seen; what the system tells after its end begins with the memory of the one who started it.
    private static func watch(_ process: Int) -> Int? {
        var peak: Int?
        while let seen = (try? ProcessFigures(of: process))?.peakBytes { peak = seen }
        return peak
    }
}

extension timeval {
    fileprivate var duration: Duration { .seconds(tv_sec) + .microseconds(tv_usec) }
}
