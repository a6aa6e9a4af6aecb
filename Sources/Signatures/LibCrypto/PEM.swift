// SPDX-License-Identifier: Apache-2.0

internal import CLibCrypto

/// What stands between `-----BEGIN …-----` and `-----END …-----`.
enum PEM {
    /// The DER bytes of the first block of a kind, such as `CERTIFICATE`; nil when there is none, or none that is whole.
    ///
    /// libcrypto's own reader decides what is one, as it does for fedmsg.
    static func firstBlock(_ kind: String, in text: [UInt8]) -> [UInt8]? {
        guard let length = Int32(exactly: text.count) else { return nil }
        return text.withUnsafeBytes { buffer in
            guard let bio = BIO_new_mem_buf(buffer.baseAddress, length) else { return nil }
            defer { BIO_free(bio) }
            var data: UnsafeMutablePointer<UInt8>?
            var count = 0
            // A pass phrase, which by default would be asked for at the terminal, there is none.
            let read = PEM_bytes_read_bio(&data, &count, nil, kind, bio, { _, _, _, _ in -1 }, nil)
            guard read == 1, let data else {
                ERR_clear_error()
                return nil
            }
            defer { CRYPTO_free(data, #fileID, #line) }
            return Array(UnsafeBufferPointer(start: data, count: count))
        }
    }
}
