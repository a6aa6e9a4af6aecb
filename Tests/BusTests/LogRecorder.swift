// SPDX-License-Identifier: Apache-2.0

import Logging
import Synchronization

/// Keeps the log lines of a test as `level message`.
final class LogRecorder: Sendable {
    private struct Handler: LogHandler {
        let recorder: LogRecorder
        var metadata: Logger.Metadata = [:]
        var logLevel: Logger.Level = .trace

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            recorder.recorded.withLock { $0.append("\(event.level) \(event.message)") }
        }
    }

    private let recorded = Mutex<[String]>([])

    /// The lines so far.
    var lines: [String] { recorded.withLock { $0 } }
    /// Logs into here.
    var logger: Logger { Logger(label: "test") { _ in Handler(recorder: self) } }
}
