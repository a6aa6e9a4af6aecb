// SPDX-License-Identifier: Apache-2.0

/// The backend `program`: records are told to a program of the operator's own, a line of JSON each.
package struct ProgramBackendSettings: Hashable, Sendable {
    /// The program's path and its arguments; no shell reads them.
    package var command: [String]
    /// How it says that it took them.
    package var answers = Answers.lines
    /// How long it may take for a batch, 100 ms to 1 h.
    package var timeout = Duration.seconds(30)

    /// How a program says that it took records.
    package enum Answers: String, CaseIterable, Hashable, Sendable {
        /// By a line on its output for each record; it runs on.
        case lines
        /// By its exit status; it runs once for each batch.
        case exit
    }

    /// A program.
    package init(command: [String]) {
        self.command = command
    }

    /// - `command` (list of texts; required): a path that begins with `/`, then arguments.
    /// - `answers` (`lines` or `exit`; lines).
    /// - `timeout` (duration; 30s): 100ms to 1h.
    init(_ section: inout SettingsSection) throws(SettingsError) {
        guard let command = try section.texts("command"), command.first?.hasPrefix("/") == true else {
            throw section.wrong("command", wants: "a list: the program's path, from / on, and its arguments")
        }
        self.init(command: command)
        answers = try section.choice("answers") ?? answers
        timeout = try section.duration("timeout", in: .milliseconds(100) ... .seconds(3_600)) ?? timeout
    }
}
