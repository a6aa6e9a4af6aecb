// SPDX-License-Identifier: Apache-2.0

package import Flow
package import Settings

extension ElasticsearchBackendSettings {
    /// The backend that is meant, which has not touched anything yet.
    ///
    /// - Parameter hostname: what `{hostname}` stands for.
    package func makeBackend(hostname: String) throws(TemplateError) -> ElasticsearchBackend {
        ElasticsearchBackend(
            url: url, index: try TextTemplate(index, hostname: hostname), type: type, headers: headers.map(\.sent),
            limit: timeout)
    }
}
