// SPDX-License-Identifier: Apache-2.0

import DatanommerTesting

/// A program to be run from its start to its end, again and again; what it says goes nowhere.
struct ProgramRun: Sendable {
    let words: [String]
    var environment: [String: String]? = BuiltProgram.environment()

    /// How many milliseconds each of several takes, in the middle, when they take turns.
    static func milliseconds(_ runs: [ProgramRun], rounds: Int) throws -> [Double] {
        var times = runs.map { _ in [Double]() }
        for _ in 0..<rounds {
            for (place, run) in runs.enumerated() {
                times[place].append(try run.timed().elapsed / .milliseconds(1))
            }
        }
        return times.map(\.median)
    }

    func timed() throws -> TimedProgram { try TimedProgram.run(words, environment: environment) }

    /// The most memory that it has, in MiB, in a run that is not measured; not a number if it ends too soon to be seen.
    func peakMiB() throws -> Double {
        let run = try TimedProgram.run(words, environment: environment, watchesMemory: true)
        return run.peakBytes.map { Double($0) / 1_048_576 } ?? .nan
    }
}
