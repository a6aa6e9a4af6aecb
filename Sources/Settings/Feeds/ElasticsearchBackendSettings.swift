// SPDX-License-Identifier: Apache-2.0

/// The backend `elasticsearch`: each record becomes a document in Elasticsearch or OpenSearch.
package struct ElasticsearchBackendSettings: Hashable, Sendable {
    /// The server's URL, which may hold `user:password@`.
    package var url: String
    /// A template of the index's name, such as `salt-{timestamp|date}`.
    package var index: String
    /// The type of documents, for Elasticsearch before 7; `nil`: none is said.
    package var type: String?
    /// What is sent beside our own headers.
    package var headers: [HeaderSetting] = []
    /// How long an answer may take, 100 ms to 1 h.
    package var timeout = Duration.seconds(60)

    /// - `url` (`http://…` or `https://…`; required).
    /// - `index` (template; required).
    /// - `type` (text; null).
    /// - `headers` (list of `Name: value`; empty).
    /// - `timeout` (duration; 60s): 100ms to 1h.
    init(_ section: inout SettingsSection) throws(SettingsError) {
        url = try section.webAddress("url")
        guard let index = try section.text("index") else {
            throw section.wrong("index", wants: "a template of the index's name, such as \"salt-{timestamp|date}\"")
        }
        self.index = index
        type = try section.text("type")
        headers = try section.headers("headers")
        timeout = try section.duration("timeout", in: SettingsSection.answerTimes) ?? timeout
    }
}
