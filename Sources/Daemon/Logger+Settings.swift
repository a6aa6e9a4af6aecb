// SPDX-License-Identifier: Apache-2.0

internal import Logging
internal import Settings

extension Logger {
    /// A logger that writes to stderr as the settings say.
    init(label: String, settings: Settings.Log) {
        self.init(label: label) { label in
            switch settings.format {
            case .text: StreamLogHandler.standardError(label: label)
            case .json: JSONLogHandler()
            }
        }
        logLevel = Level(rawValue: settings.level.rawValue) ?? .info
    }
}
