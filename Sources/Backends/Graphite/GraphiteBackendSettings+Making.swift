// SPDX-License-Identifier: Apache-2.0

package import Flow
package import Settings

extension GraphiteBackendSettings {
    /// The backend that is meant, which has not touched anything yet.
    ///
    /// - Parameter hostname: what `{hostname}` stands for.
    package func makeBackend(hostname: String) throws(TemplateError) -> GraphiteBackend {
        var made: [GraphiteBackend.Metric] = []
        for metric in metrics {
            made.append(
                GraphiteBackend.Metric(
                    name: try TextTemplate(metric.name, hostname: hostname),
                    value: try TextTemplate(metric.value, hostname: hostname)))
        }
        return GraphiteBackend(host: host, port: port, metrics: made, limit: timeout)
    }
}
