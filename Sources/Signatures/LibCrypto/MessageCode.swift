// SPDX-License-Identifier: Apache-2.0

internal import CLibCrypto

/// Message authentication codes: HMAC with SHA-256 (RFC 2104, FIPS 180-4).
package enum MessageCode {
    /// The code of bytes under a key that both sides know: 32 bytes.
    package static func hmacSHA256(of bytes: [UInt8], key: [UInt8]) -> [UInt8] {
        var code = [UInt8](repeating: 0, count: Int(EVP_MAX_MD_SIZE))
        var length: UInt32 = 0
        let made = HMAC(EVP_sha256(), key, Int32(key.count), bytes, bytes.count, &code, &length)
        precondition(made != nil, "libcrypto offers no HMAC with SHA-256")
        return Array(code.prefix(Int(length)))
    }
}
