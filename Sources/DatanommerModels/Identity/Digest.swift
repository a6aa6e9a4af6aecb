// SPDX-License-Identifier: Apache-2.0

internal import CLibCrypto

/// A message digest, by OpenSSL's libcrypto (which libpq brings along).
enum Digest {
    /// SHA-1, only where a specification names it (UUIDs of version 5).
    static func sha1(_ bytes: [UInt8]) -> [UInt8] { digest(bytes, EVP_sha1(), "SHA-1") }

    /// SHA-256 (FIPS 180-4).
    static func sha256(_ bytes: [UInt8]) -> [UInt8] { digest(bytes, EVP_sha256(), "SHA-256") }

    private static func digest(_ bytes: [UInt8], _ algorithm: OpaquePointer?, _ name: String) -> [UInt8] {
        var output = [UInt8](repeating: 0, count: Int(EVP_MAX_MD_SIZE))
        var length: UInt32 = 0
        let done = EVP_Digest(bytes, bytes.count, &output, &length, algorithm, nil)
        precondition(done == 1, "libcrypto offers no \(name)")
        return Array(output.prefix(Int(length)))
    }
}

extension Sequence<UInt8> {
    /// Two lower-case hexadecimal digits a byte.
    var hexadecimal: String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}
