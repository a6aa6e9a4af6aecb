// SPDX-License-Identifier: Apache-2.0

package import Flow
package import Settings

extension MariaDBBackendSettings {
    /// The backend that is meant, which has not touched anything yet.
    ///
    /// - Parameter hostname: What `{hostname}` stands for.
    package func makeBackend(hostname: String) throws(TemplateError) -> MariaDBBackend {
        MariaDBBackend(address, template: try row.template(for: .mariadb, hostname: hostname))
    }

    private var address: MariaDBAddress {
        var address = MariaDBAddress(database: database)
        address.host = host
        address.port = UInt16(port)
        address.socket = socket
        address.user = user
        address.password = password
        address.isEncrypted = tls
        address.trustedCertificates = tlsCertificates
        address.connectTimeout = connectTimeout
        address.answerTimeout = answerTimeout
        return address
    }
}
