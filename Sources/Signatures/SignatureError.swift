// SPDX-License-Identifier: Apache-2.0

/// A file of the configuration that cannot serve to check signatures, or to make them.
package struct SignatureError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What the file was to be, and is not.
    package struct Code: Hashable, Sendable {
        private enum Kind { case anchor, revocationList, routingPolicy, certificate, key }
        private let kind: Kind

        /// The trust anchor.
        package static let unreadableAnchor = Code(kind: .anchor)
        /// The revocation list.
        package static let unreadableCRL = Code(kind: .revocationList)
        /// The routing policy.
        package static let wrongPolicy = Code(kind: .routingPolicy)
        /// The certificate to sign with.
        package static let unreadableCertificate = Code(kind: .certificate)
        /// The private key to sign with.
        package static let unreadableKey = Code(kind: .key)

        fileprivate var purpose: String {
            switch kind {
            case .anchor: "the CA certificate"
            case .revocationList: "the certificate revocation list"
            case .routingPolicy: "the routing policy"
            case .certificate: "the certificate"
            case .key: "the private key"
            }
        }
    }

    /// What the file was to be, and is not.
    package let code: Code
    /// The file.
    package let path: String
    /// What is wrong with it.
    package let problem: String

    /// One line: what was to be read, which file, what is wrong.
    package var description: String { "cannot read \(code.purpose) \(path): \(problem)" }
}
