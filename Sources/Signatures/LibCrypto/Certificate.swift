// SPDX-License-Identifier: Apache-2.0

internal import CLibCrypto

/// One X.509 certificate; the only owner of its handle, which it frees.
///
/// Sendable by hand: nothing changes the handle after `init`, and what libcrypto works out about it later, it does under
/// the certificate's own lock.
final class Certificate: @unchecked Sendable {
    private let handle: OpaquePointer
    /// The first common name of the subject; nil when it has none that is a text.
    let commonName: String?
    /// The key, if it is RSA.
    let key: RSAKey?
    /// When it begins and ceases to be valid, in seconds since 1970.
    let instants: [Int64]

    /// Reads DER; nil when it is no certificate.
    init?(der: [UInt8]) {
        let parsed = der.withUnsafeBufferPointer { buffer in
            var start = buffer.baseAddress
            return d2i_X509(nil, &start, buffer.count)
        }
        guard let parsed else {
            ERR_clear_error()
            return nil
        }
        handle = parsed
        commonName = Self.commonName(of: parsed)
        key = X509_get0_pubkey(parsed).flatMap { RSAKey($0) }
        instants = [X509_get0_notBefore(parsed), X509_get0_notAfter(parsed)].compactMap { $0?.epochSeconds }
        ERR_clear_error()
    }

    deinit {
        X509_free(handle)
    }

    /// Lends the handle.
    func withHandle<R>(_ body: (OpaquePointer) -> R) -> R {
        body(handle)
    }

    private static func commonName(of certificate: OpaquePointer) -> String? {
        let subject = X509_get_subject_name(certificate)
        let place = X509_NAME_get_index_by_NID(subject, NID_commonName, -1)
        guard place >= 0, let entry = X509_NAME_get_entry(subject, place) else { return nil }
        var text: UnsafeMutablePointer<UInt8>?
        let count = ASN1_STRING_to_UTF8(&text, X509_NAME_ENTRY_get_data(entry))
        guard count >= 0, let text else { return nil }
        defer { CRYPTO_free(text, #fileID, #line) }
        let name = String(validating: UnsafeBufferPointer(start: text, count: Int(count)), as: UTF8.self)
        return name?.isEmpty == true ? nil : name
    }
}
