// SPDX-License-Identifier: Apache-2.0

/// The workers of Salt's event daemon that wrote rows, by what they made of an event.
package enum SaltWorker: String, Hashable, Sendable {
    /// `arg` as base64 of JSON, a list of targets joined by commas, the master's name as one field more at the end.
    case newJob = "New_Job_Worker"
    /// `return` as base64 of JSON; events with `minions` are passed over.
    case minionReturn = "Minion_Return_Worker"
    /// `return` as base64 of JSON; the table `worker` stands for one that the minion's name tells.
    case minionSub = "Minion_Sub_Worker"
    /// All fields as Python's `str` has them.
    case plain

    /// What becomes of a field before it is formatted.
    func preparation(of field: String) -> PositionalField.Preparation {
        switch (self, field) {
        case (.newJob, "arg"), (.minionReturn, "return"), (.minionSub, "return"): .base64json
        case (.newJob, "tgt"): .joined
        default: .asIs
        }
    }
}
