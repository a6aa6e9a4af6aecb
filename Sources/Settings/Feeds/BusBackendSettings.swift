// SPDX-License-Identifier: Apache-2.0

/// The backend `bus`: records are said again on a ZeroMQ socket.
package struct BusBackendSettings: Hashable, Sendable {
    /// Where subscribers, or a relay's subscribers, find it.
    package enum Place: Hashable, Sendable {
        /// Subscribers connect to this endpoint.
        case bind(String)
        /// A relay is bound to it.
        case connect(String)
    }

    /// Where.
    package var place: Place
    /// What each topic begins with.
    package var topicPrefix = ""
    /// How many subscriptions must be there before anything is said, 0 to 10,000.
    package var subscribers = 1
    /// How long to wait for them, 100 ms to 1 h.
    package var timeout = Duration.seconds(10)
    /// The files of the certificate and the key to sign with; `nil`: nothing is signed.
    package var signing: Signing?

    /// What is signed with.
    package struct Signing: Hashable, Sendable {
        /// The certificate, PEM.
        package var certificate: String
        /// Its key, PEM.
        package var key: String
    }

    /// - `bind` or `connect` (`tcp://host:port` or `ipc:///path`; one of them required).
    /// - `topic_prefix` (text; empty).
    /// - `subscribers` (whole number; 1): 0 to 10000.
    /// - `timeout` (duration; 10s): 100ms to 1h.
    /// - `certificate`, `key` (paths of PEM files; null): both or none.
    init(_ section: inout SettingsSection) throws(SettingsError) {
        switch (try section.text("bind"), try section.text("connect")) {
        case (let endpoint?, nil): place = .bind(endpoint)
        case (nil, let endpoint?): place = .connect(endpoint)
        default: throw section.wrong("bind", wants: "bind: or connect:, with tcp://host:port or ipc:///path")
        }
        topicPrefix = try section.text("topic_prefix") ?? topicPrefix
        subscribers = try section.wholeNumber("subscribers", in: 0...10_000) ?? subscribers
        timeout = try section.duration("timeout", in: SettingsSection.answerTimes) ?? timeout
        switch (try section.text("certificate"), try section.text("key")) {
        case (let certificate?, let key?): signing = Signing(certificate: certificate, key: key)
        case (nil, nil): break
        default: throw section.wrong("key", wants: "certificate: and key:, both or none")
        }
    }
}
