// SPDX-License-Identifier: Apache-2.0

import DatanommerTesting

/// A place where bytes of strangers come in.
struct Surface: Sendable {
    /// Its name, for the report.
    let name: String
    /// How many inputs of a thousand it gets.
    let share: Int
    /// What the mutations begin with, at least one.
    let seeds: [[UInt8]]
    /// What means something here.
    let marks: [[UInt8]]
    /// Reads an input; whether it was accepted. Throws `Finding` when something does not hold that must.
    let read: @Sendable (_ input: [UInt8], _ random: inout SeededGenerator) throws -> Bool

    /// An input by its number.
    func input(_ random: inout SeededGenerator) -> [UInt8] {
        let seed = seeds[Int.random(in: 0..<seeds.count, using: &random)]
        let other = seeds[Int.random(in: 0..<seeds.count, using: &random)]
        return random.mutated(seed, with: other, marks)
    }
}

/// Something that must hold and does not.
struct Finding: Error, CustomStringConvertible {
    let description: String
}

/// Throws a finding unless a condition holds.
func must(_ condition: Bool, _ what: @autoclosure () -> String) throws {
    if !condition { throw Finding(description: what()) }
}
