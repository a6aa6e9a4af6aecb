// SPDX-License-Identifier: Apache-2.0

/// The backend `graphite`: numbers of records are told to carbon's plaintext receiver.
package struct GraphiteBackendSettings: Hashable, Sendable {
    /// The server's name or address.
    package var host: String
    /// Its port, 1 to 65535.
    package var port = 2003
    /// What it is told of each record.
    package var metrics: [Metric]
    /// How long connecting may take, and reading a batch, 100 ms to 1 h.
    package var timeout = Duration.seconds(30)

    /// An entry of `metrics`.
    package struct Metric: Hashable, Sendable {
        /// A template of its name, such as `salt.{msg.id|name}.load.1m`.
        package var name: String
        /// A template of its value, such as `{msg.1m}`.
        package var value: String
    }

    /// - `host` (text; required).
    /// - `port` (whole number; 2003): 1 to 65535.
    /// - `metrics` (list of `name` and `value`, both templates; required).
    /// - `timeout` (duration; 30s): 100ms to 1h.
    init(_ section: inout SettingsSection) throws(SettingsError) {
        guard let host = try section.text("host") else {
            throw section.wrong("host", wants: "a host's name or address")
        }
        self.host = host
        port = try section.wholeNumber("port", in: 1...65_535) ?? port
        let metrics = try section.sections("metrics") { (inner) throws(SettingsError) in try Metric(&inner) }
        guard let metrics, !metrics.isEmpty else {
            throw section.wrong("metrics", wants: "a list of {name: …, value: …}, at least one")
        }
        self.metrics = metrics
        timeout = try section.duration("timeout", in: SettingsSection.answerTimes) ?? timeout
    }
}

extension GraphiteBackendSettings.Metric {
    fileprivate init(_ section: inout SettingsSection) throws(SettingsError) {
        guard let name = try section.text("name"), let value = try section.text("value") else {
            throw section.wrong("name", wants: "templates: a name such as \"salt.{msg.id|name}.load\", and a value")
        }
        self.init(name: name, value: value)
    }
}
