// SPDX-License-Identifier: Apache-2.0

/// Whose signatures count.
package struct SignatureSettings: Hashable, Sendable {
    /// A way of signing messages.
    package enum Scheme: String, Hashable, Sendable, CaseIterable {
        /// RSA, with a certificate in the message.
        case x509
        /// OpenPGP, with the key in a keyring here.
        case gpg
    }

    /// The file whose first certificate (PEM) is the trust anchor; it must be self-signed.
    package var caFile = ""
    /// The file of the trust anchor's revocation list (PEM); nil or empty: nothing is revoked.
    package var crlFile: String?
    /// Who may speak under which topic.
    package var routingPolicy = RoutingPolicy()
    /// Whether topics that the routing policy does not know are refused.
    package var isNitpicky = false
    /// The schemes that are accepted; none stands for x509.
    package var schemes: Set<Scheme> = [.x509]
    /// The home directory of gpg with the public keys that count; nil refuses all that is signed with gpg.
    package var gpgHome: String?

    /// The defaults.
    package init() {}
}
