// SPDX-License-Identifier: Apache-2.0

internal import CLibCrypto

extension TrustStore {
    /// Why the trust anchor did not issue a certificate; nil if it may have: then `refusal(of:at:)` tells.
    ///
    /// Costs one verification of a signature. To read the certificate first would cost libcrypto five times that, and
    /// everybody who can speak on the bus could make us spend it with another certificate in each message.
    func disowning(der: [UInt8]) -> Verdict.Reason? {
        der.withUnsafeBufferPointer { der in
            guard let parts = CertificateParts(der: der) else { return .unreadableCertificate }
            defer { ERR_clear_error() }
            guard !isIssuer(parts, of: der) else { return nil }
            let isNamed = anchor.withHandle { Self.isName(X509_get_subject_name($0), der[parts.issuer]) }
            return isNamed ? .forgedCertificate : .unknownIssuer
        }
    }

    /// Whether the signature is the trust anchor's.
    private func isIssuer(_ parts: CertificateParts, of der: UnsafeBufferPointer<UInt8>) -> Bool {
        var start = der.baseAddress.map { $0 + parts.algorithm.lowerBound }
        guard let algorithm = d2i_X509_ALGOR(nil, &start, parts.algorithm.count) else { return false }
        defer { X509_ALGOR_free(algorithm) }
        let name = OBJ_obj2nid(algorithm.pointee.algorithm)
        guard let digests = DigestAlgorithm.ofIssuers[name], let key = anchorKeys[name] else {
            return isIssuer(parts, of: der, algorithm)
        }
        let digest = digests.digest(UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(der)[parts.signed]))
        return key.verifies(UnsafeBufferPointer(rebasing: der[parts.signatureBytes]), of: digest)
    }

    /// The same for the less usual ways of signing, which libcrypto has to look up.
    private func isIssuer(
        _ parts: CertificateParts, of der: UnsafeBufferPointer<UInt8>, _ algorithm: UnsafePointer<X509_ALGOR>
    ) -> Bool {
        let base = der.baseAddress
        var start = base.map { $0 + parts.signature.lowerBound }
        guard let signature = d2i_ASN1_BIT_STRING(nil, &start, parts.signature.count) else { return false }
        defer { ASN1_BIT_STRING_free(signature) }
        // A sequence that stays as it is: libcrypto writes it out again as it stood.
        start = base.map { $0 + parts.signed.lowerBound }
        guard let signed = ASN1_item_d2i(nil, &start, parts.signed.count, ASN1_SEQUENCE_it()) else { return false }
        defer { ASN1_item_free(signed, ASN1_SEQUENCE_it()) }
        return anchor.withHandle { anchor in
            let key = X509_get0_pubkey(anchor)
            return ASN1_item_verify(ASN1_SEQUENCE_it(), algorithm, signature, UnsafeMutableRawPointer(signed), key) == 1
        }
    }

    /// Whether a name is encoded as these bytes.
    private static func isName(_ name: OpaquePointer?, _ encoded: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
        var (bytes, count) = (nil as UnsafePointer<UInt8>?, 0)
        guard X509_NAME_get0_der(name, &bytes, &count) == 1 else { return false }
        return UnsafeBufferPointer(start: bytes, count: count).elementsEqual(encoded)
    }
}
