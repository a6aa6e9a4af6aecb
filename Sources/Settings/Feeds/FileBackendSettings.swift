// SPDX-License-Identifier: Apache-2.0

/// The backend `file`: records are written to a file, a line each.
package struct FileBackendSettings: Hashable, Sendable {
    /// The file.
    package var path: String
    /// How a record is written.
    package var format = Format.ndjson
    /// The paths of what is written, in order; empty: all fields.
    package var fields: [String] = []
    /// How large a file grows before another is begun, 1 KiB to 1 TiB; `nil`: no limit.
    package var rotateBytes: Int?
    /// How old a file gets before another is begun, 1 s to 36,500 days; `nil`: no limit.
    package var rotateAfter: Duration?
    /// How many files are kept beside the one that is written, 0 to 100,000; `nil`: all.
    package var keep: Int?
    /// Whether a batch is on the disk before it counts as delivered.
    package var sync = true

    /// How a record is written.
    package enum Format: String, CaseIterable, Hashable, Sendable {
        /// An object a line.
        case ndjson
        /// Values between commas, quoted where they must be; the first line of a file tells the fields.
        case csv
    }

    /// A file that holds all.
    package init(path: String) {
        self.path = path
    }

    /// - `path` (text; required).
    /// - `format` (`ndjson` or `csv`; ndjson).
    /// - `fields` (list of paths; empty): empty means all.
    /// - `rotate_bytes` (size; null): 1 KiB to 1 TiB.
    /// - `rotate_after` (duration; null): 1s to 36500d.
    /// - `keep` (whole number; null): 0 to 100000.
    /// - `sync` (true or false; true).
    init(_ section: inout SettingsSection) throws(SettingsError) {
        guard let path = try section.text("path") else { throw section.wrong("path", wants: "the path of a file") }
        self.init(path: path)
        format = try section.choice("format") ?? format
        fields = try section.texts("fields") ?? fields
        rotateBytes = try section.size("rotate_bytes", in: 1 << 10...1 << 40)
        rotateAfter = try section.duration("rotate_after", in: .seconds(1)...Settings.Retention.longest)
        keep = try section.wholeNumber("keep", in: 0...100_000)
        sync = try section.boolean("sync") ?? sync
    }
}
