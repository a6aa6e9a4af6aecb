// SPDX-License-Identifier: Apache-2.0

internal import HTTP
package import Settings
internal import Signatures

extension WebhookBackendSettings {
    /// The backend that is meant, which has not touched anything yet but the file of the key.
    ///
    /// - Parameter name: what ids begin with.
    /// - Throws: `BackendError` where the key cannot be read.
    package func makeBackend(name: String) throws(BackendError) -> Webhook {
        Webhook(
            name: name, url: url, layout: format == .json ? .json : .ndjson, headers: headers.map(\.sent),
            secret: try secretFile.map(SecretFile.key), limit: timeout)
    }
}

extension HeaderSetting {
    /// The same for the client.
    var sent: HTTPRequest.Header { HTTPRequest.Header(name, value) }
}
