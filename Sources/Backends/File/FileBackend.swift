// SPDX-License-Identifier: Apache-2.0

internal import Executors
package import Flow
package import Foundation
package import Settings

/// Writes records to a file, a line each, on a queue of its own.
///
/// A batch is whole in the file, and on the disk where that is wanted, before it counts. After a crash a part of the last
/// batch may be there already and come again; what a line lacks of its end is taken away first.
package actor FileBackend: Backend {
    /// The queue that it blocks instead of Swift's pool.
    package nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    private nonisolated let executor = QueueExecutor(label: "datanommer.backend.file")
    private let settings: FileBackendSettings
    private let fields: FieldSelection
    private let now: @Sendable () -> Date
    private var file: LineFile?

    /// A file that is not touched yet.
    ///
    /// - Parameter now: the time, for the age of files and their names.
    /// - Throws: `SelectionError` where a field is no path.
    package init(
        _ settings: FileBackendSettings, now: @escaping @Sendable () -> Date = { Date() }
    ) throws(SelectionError) {
        self.settings = settings
        self.now = now
        fields = try FieldSelection(settings.fields)
    }

    /// Makes sure that the file can be written.
    package func check() throws(DeliveryError) {
        do throws(LineFileError) { _ = try opened() } catch { throw .later("\(error)") }
    }

    /// Writes a line for each.
    package func deliver(_ batch: [Record]) throws(DeliveryError) {
        do throws(LineFileError) {
            var file = try opened()
            if isDue(file) {
                try rotate()
                file = try opened()
            }
            if file.size == 0, settings.format == .csv, let first = batch.first {
                try file.append(CSVLine(names: fields.names(of: first)).bytes)
            }
            try file.append(batch.flatMap(line))
            if settings.sync { try file.sync() }
        } catch {
            // What is written of the batch is cut off when the file is opened again.
            file = nil
            throw .later("\(error)")
        }
    }

    /// Closes the file.
    package func close() { file = nil }

    private func line(of record: Record) -> [UInt8] {
        switch settings.format {
        case .ndjson: fields.json(of: record) + [UInt8(ascii: "\n")]
        case .csv: CSVLine(fields.values(of: record)).bytes
        }
    }

    /// The file, opened anew where somebody else took it away.
    private func opened() throws(LineFileError) -> LineFile {
        if let file, file.isStillThere { return file }
        let opened = try LineFile(settings.path)
        file = opened
        return opened
    }

    private func isDue(_ file: LineFile) -> Bool {
        guard file.size > 0 else { return false }
        if let limit = settings.rotateBytes, file.size >= limit { return true }
        guard let age = settings.rotateAfter else { return false }
        return now().timeIntervalSince(file.begunAt) >= age / .seconds(1)
    }

    /// Renames the file by the time, and removes the oldest of those that are too many.
    private func rotate() throws(LineFileError) {
        file = nil
        let rotation = FileRotation(path: settings.path)
        try rotation.rename(at: now())
        if let keep = settings.keep { rotation.remove(allBut: keep) }
    }
}
