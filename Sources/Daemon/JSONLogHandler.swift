// SPDX-License-Identifier: Apache-2.0

internal import DatanommerModels
internal import Foundation
internal import JSONText
internal import Logging

/// Writes each log line to stderr as one JSON object: time, level, message, then its keys.
struct JSONLogHandler: LogHandler {
    var metadata: Logger.Metadata = [:]
    var logLevel: Logger.Level = .info

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let keys = metadata.merging(event.metadata ?? [:]) { _, new in new }.sorted { $0.key < $1.key }
        let fixed: [(String, JSONText)] = [
            ("time", .string("\(Timestamp.now)")), ("level", .string(event.level.rawValue)),
            ("message", .string("\(event.message)")),
        ]
        let line = JSONText.object(fixed + keys.map { ($0.key, .string("\($0.value)")) }).text + "\n"
        FileHandle.standardError.write(Data(line.utf8))
    }
}
