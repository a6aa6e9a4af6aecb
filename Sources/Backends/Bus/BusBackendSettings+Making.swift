// SPDX-License-Identifier: Apache-2.0

package import Settings
package import Signatures

extension BusBackendSettings {
    /// The backend that is meant, which has not touched anything yet but the files that it signs with.
    ///
    /// - Throws: `SignatureError` with the file that is of no use.
    package func makeBackend() throws(SignatureError) -> BusBackend {
        var options = BusBackend.Options()
        options.topicPrefix = topicPrefix
        options.subscribers = subscribers
        options.patience = timeout
        var signer: EnvelopeSigner?
        if let signing {
            signer = try EnvelopeSigner(certificateFile: signing.certificate, keyFile: signing.key)
        }
        return BusBackend(backendPlace, options, signer: signer)
    }

    private var backendPlace: BusBackend.Place {
        switch place {
        case .bind(let endpoint): .bind(endpoint)
        case .connect(let endpoint): .connect(endpoint)
        }
    }
}
