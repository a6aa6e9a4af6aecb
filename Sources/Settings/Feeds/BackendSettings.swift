// SPDX-License-Identifier: Apache-2.0

/// Where a feed's records go: one of the backends, with its settings.
package enum BackendSettings: Hashable, Sendable {
    /// A file on this machine.
    case file(FileBackendSettings)
    /// A program of the operator's own.
    case program(ProgramBackendSettings)
}

extension BackendSettings {
    /// The name that the settings call it by.
    package var kind: String {
        switch self {
        case .file: "file"
        case .program: "program"
        }
    }

    /// Reads the one key of a section that says which backend it is.
    init(_ section: inout SettingsSection, _ key: String) throws(SettingsError) {
        var found: [BackendSettings] = []
        try section.section(key) { (inner) throws(SettingsError) in
            if inner.has("file") {
                var settings: FileBackendSettings?
                try inner.section("file") { (file) throws(SettingsError) in settings = try FileBackendSettings(&file) }
                if let settings { found.append(.file(settings)) }
            }
            if inner.has("program") {
                var settings: ProgramBackendSettings?
                try inner.section("program") { (program) throws(SettingsError) in
                    settings = try ProgramBackendSettings(&program)
                }
                if let settings { found.append(.program(settings)) }
            }
        }
        guard found.count == 1 else { throw section.wrong(key, wants: "one backend: file or program") }
        self = found[0]
    }
}
