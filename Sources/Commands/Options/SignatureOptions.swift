// SPDX-License-Identifier: Apache-2.0

package import ArgumentParser
internal import DatanommerModels
internal import JSONText
package import Settings
package import Signatures

/// Whose signatures count.
package struct SignatureOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The certificate that signers' certificates are issued by.", valueName: "file"))
    package var caCert: String?

    @Option(help: ArgumentHelp("Its revocation list; without one nothing is revoked.", valueName: "file"))
    package var crl: String?

    @Option(help: ArgumentHelp("Who may speak under which topic: {topic: [signer, …]}.", valueName: "file.json"))
    package var routingPolicy: String?

    @Flag(help: "Refuse topics that the routing policy does not know.")
    package var nitpicky = false

    package init() {}

    /// Puts what the options say over what the settings say.
    package func apply(to settings: inout Settings.Signatures) {
        if let caCert { settings.caCert = caCert }
        if let crl { settings.crl = crl }
        if let routingPolicy { settings.routingPolicy = routingPolicy }
        if nitpicky { settings.nitpicky = true }
    }
}

extension SignatureChecker {
    /// A checker by what the settings say.
    ///
    /// - Throws: `SignatureError` when a file that it needs cannot be read.
    package convenience init(_ settings: Settings.Signatures) throws(SignatureError) {
        var signatures = SignatureSettings()
        signatures.caFile = settings.caCert
        signatures.crlFile = settings.crl
        signatures.isNitpicky = settings.nitpicky
        signatures.schemes = Set(settings.schemes.map { $0 == .gpg ? .gpg : .x509 })
        signatures.gpgHome = settings.gpgHome
        if let file = settings.routingPolicy { signatures.routingPolicy = try RoutingPolicy(file: file) }
        self.init(signatures)
        try checkFiles()
    }
}

extension Settings.Signatures {
    /// What becomes of messages by their signatures.
    ///
    /// - Throws: `SignatureError` when a file that it needs cannot be read.
    func check() throws(SignatureError) -> MessageDecoder.SignatureCheck {
        guard mode != .off else { return { _, _ in .unchecked } }
        let checker = try SignatureChecker(self)
        let isRequired = mode == .require
        return { envelope, topic in
            switch checker.verdict(envelope, topic: topic) {
            case .valid: .found("valid")
            case .invalid(let reason): isRequired ? .refused(reason.rawValue) : .found(reason.rawValue)
            }
        }
    }
}

extension SignatureError: ErrorWithStatus {
    /// `EX_CONFIG`.
    package var status: ExitCode { CommandFailure.configuration }
}
