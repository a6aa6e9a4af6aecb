// SPDX-License-Identifier: Apache-2.0

import Yams

/// The configuration of salt-eventsd, `/etc/salt/eventsd`, as far as feeds are concerned.
struct EventsdFile: Hashable, Sendable {
    /// `general`, with all values as texts; lists are left out.
    var general: [String: String] = [:]
    /// `worker_credentials`, by the worker's name; `all` is for the others.
    var credentials: [String: [String: String]] = [:]
    /// `events`, in the file's order.
    var entries: [EventsdEntry] = []

    /// Reads a file.
    ///
    /// - Throws: `SettingsError` with the place of what the daemon would not have started with either.
    init(yaml: String, file: String) throws(SettingsError) {
        guard let root = try SettingsDocument(yaml: yaml, file: file).root else { return }
        let document = try EventsdSection(root, path: "", file: file)
        general = try document.scalars("general")
        for (worker, section) in try document.sections("worker_credentials") {
            credentials[worker] = try section.allScalars()
        }
        for (name, section) in try document.sections("events") {
            entries.append(try EventsdEntry(name, section))
        }
    }

    /// The credentials of a worker: its own, or those for all.
    func credentials(of worker: String) -> [String: String] {
        credentials[worker] ?? credentials["all"] ?? [:]
    }
}

extension EventsdSection {
    /// The single values below a key.
    fileprivate func scalars(_ key: String) throws(SettingsError) -> [String: String] {
        guard let section = try section(key) else { return [:] }
        return try section.allScalars()
    }

    /// All single values.
    fileprivate func allScalars() throws(SettingsError) -> [String: String] {
        var scalars: [String: String] = [:]
        for key in keys where hasScalar(key) { scalars[key] = try text(key) }
        return scalars
    }
}
