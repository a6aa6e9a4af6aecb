// SPDX-License-Identifier: Apache-2.0

internal import Flow
package import Settings

extension RedisBackendSettings {
    /// The backend that is meant, which has not touched anything yet.
    ///
    /// - Parameter hostname: what `{hostname}` stands for.
    /// - Throws: `TemplateError`, or `BackendError` where the URL is none.
    package func makeBackend(hostname: String) throws -> RedisBackend {
        try RedisBackend(
            url: url, command: command.map { try TextTemplate($0, hostname: hostname) }, limit: timeout)
    }
}
