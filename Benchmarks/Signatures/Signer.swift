// SPDX-License-Identifier: Apache-2.0

import CLibCrypto
import Foundation
import JSONText

/// Signs as fedmsg does, without a process each time.
final class Signer {
    private let key: OpaquePointer
    private let certificate: String

    /// The key and the certificate of these names, `PATH.key` and `PATH.crt`.
    init(_ path: String) throws {
        let pem = [UInt8](try Data(contentsOf: URL(filePath: path + ".key")))
        let read = pem.withUnsafeBytes { bytes in
            let bio = BIO_new_mem_buf(bytes.baseAddress, Int32(bytes.count))
            defer { BIO_free(bio) }
            return PEM_read_bio_PrivateKey(bio, nil, nil, nil)
        }
        guard let key = read else { throw PlainKey.Unreadable() }
        self.key = key
        certificate = try Data(contentsOf: URL(filePath: path + ".crt")).base64EncodedString()
    }

    deinit { EVP_PKEY_free(key) }

    /// Different messages of some 3 KB.
    func messages(_ count: Int) throws -> [[UInt8]] {
        let pad = String(repeating: "x", count: 900)
        return try (0..<count).map { number in
            let rest = #""msg":{"n":1.5,"pad":"\#(pad)"},"msg_id":"2026-\#(number)","timestamp":\#(number)"#
            let text = #"{"crypto":"x509","i":1,\#(rest),"topic":"org.example.dev.a.b"}"#
            let envelope = try JSONText(validating: text)
            let signature = Data(sign(envelope.canonical())).base64EncodedString()
            let credentials = [("certificate", JSONText.string(certificate)), ("signature", .string(signature))]
            return Array(JSONText.object(credentials + envelope.members().map { ($0.name, $0.value) }).bytes)
        }
    }

    private func sign(_ bytes: [UInt8]) -> [UInt8] {
        let context = EVP_MD_CTX_new()
        defer { EVP_MD_CTX_free(context) }
        EVP_DigestSignInit(context, nil, EVP_sha1(), nil, key)
        var count = Int(EVP_PKEY_get_size(key))
        var signature = [UInt8](repeating: 0, count: count)
        EVP_DigestSign(context, &signature, &count, bytes, bytes.count)
        return signature
    }
}
