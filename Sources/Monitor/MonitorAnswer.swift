// SPDX-License-Identifier: Apache-2.0

/// What is answered to who asks.
package struct MonitorAnswer: Hashable, Sendable {
    /// Whether all is well, for who reads the status alone: 200, otherwise 503.
    package var isWell: Bool
    /// The text.
    package var body: String
    /// What kind of text it is.
    package var contentType: String

    /// A line for a person.
    package static func line(_ line: String, isWell: Bool) -> MonitorAnswer {
        MonitorAnswer(isWell: isWell, body: line + "\n", contentType: "text/plain; charset=utf-8")
    }

    /// Numbers for Prometheus.
    package static func metrics(_ families: [MetricFamily]) -> MonitorAnswer {
        MonitorAnswer(
            isWell: true, body: families.metricsText, contentType: "text/plain; version=0.0.4; charset=utf-8")
    }
}
