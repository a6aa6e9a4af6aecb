// SPDX-License-Identifier: Apache-2.0

/// Where a feed's records go: one of the backends, with its settings.
package enum BackendSettings: Hashable, Sendable {
    /// A file on this machine.
    case file(FileBackendSettings)
    /// A program of the operator's own.
    case program(ProgramBackendSettings)
    /// A table of PostgreSQL's or SQLite's.
    case sql(SQLBackendSettings)
    /// A table of MariaDB's or MySQL's.
    case mariadb(MariaDBBackendSettings)
    /// Graphite's carbon.
    case graphite(GraphiteBackendSettings)
    /// A web server that takes batches.
    case webhook(WebhookBackendSettings)
    /// An index of Elasticsearch's or OpenSearch's.
    case elasticsearch(ElasticsearchBackendSettings)
    /// Commands of Redis.
    case redis(RedisBackendSettings)
    /// A bus over ZeroMQ.
    case bus(BusBackendSettings)
}

extension BackendSettings {
    /// Whether rows and bookmark are one transaction.
    package var isInArchive: Bool {
        if case .sql(let settings) = self { settings.url == nil } else { false }
    }

    /// The names that the settings call them by.
    private static let kinds = [
        "file", "program", "sql", "mariadb", "graphite", "webhook", "elasticsearch", "redis", "bus",
    ]

    /// Reads the one key of a section that says which backend it is.
    init(_ section: inout SettingsSection, _ key: String) throws(SettingsError) {
        var found: BackendSettings?
        var count = 0
        try section.section(key) { (inner) throws(SettingsError) in
            for kind in Self.kinds where inner.has(kind) {
                count += 1
                try inner.section(kind) { (settings) throws(SettingsError) in
                    found = try BackendSettings(kind: kind, &settings)
                }
            }
            inner.ask(Self.kinds)
        }
        guard let found, count == 1 else {
            throw section.wrong(key, wants: "one backend: \(Self.kinds.joined(separator: ", "))")
        }
        self = found
    }

    private init(kind: String, _ settings: inout SettingsSection) throws(SettingsError) {
        switch kind {
        case "program": self = .program(try ProgramBackendSettings(&settings))
        case "sql": self = .sql(try SQLBackendSettings(&settings))
        case "mariadb": self = .mariadb(try MariaDBBackendSettings(&settings))
        case "graphite": self = .graphite(try GraphiteBackendSettings(&settings))
        case "webhook": self = .webhook(try WebhookBackendSettings(&settings))
        case "elasticsearch": self = .elasticsearch(try ElasticsearchBackendSettings(&settings))
        case "redis": self = .redis(try RedisBackendSettings(&settings))
        case "bus": self = .bus(try BusBackendSettings(&settings))
        default: self = .file(try FileBackendSettings(&settings))
        }
    }
}
