// SPDX-License-Identifier: Apache-2.0

/// The backend `webhook`: batches are posted to a web server.
package struct WebhookBackendSettings: Hashable, Sendable {
    /// The server's URL, which may hold `user:password@`.
    package var url: String
    /// How records become a body.
    package var format = Format.json
    /// What is sent beside our own headers.
    package var headers: [HeaderSetting] = []
    /// The file with the key of signatures; `nil`: nothing is signed.
    package var secretFile: String?
    /// How long an answer may take, 100 ms to 1 h.
    package var timeout = Duration.seconds(30)

    /// How records become a body.
    package enum Format: String, CaseIterable, Hashable, Sendable {
        /// An array of objects.
        case json
        /// An object a line.
        case ndjson
    }

    /// - `url` (`http://…` or `https://…`; required).
    /// - `format` (`json` or `ndjson`; json).
    /// - `headers` (list of `Name: value`; empty).
    /// - `secret_file` (path; null): its bytes, without line breaks at the end, are the key.
    /// - `timeout` (duration; 30s): 100ms to 1h.
    init(_ section: inout SettingsSection) throws(SettingsError) {
        url = try section.webAddress("url")
        format = try section.choice("format") ?? format
        headers = try section.headers("headers")
        secretFile = try section.text("secret_file")
        timeout = try section.duration("timeout", in: SettingsSection.answerTimes) ?? timeout
    }
}
