// SPDX-License-Identifier: Apache-2.0

internal import Glibc

/// A certificate as a message spells it, as a key: hashed once, compared as a block of memory.
struct CertificateText: Hashable, Sendable {
    private let bytes: ArraySlice<UInt8>
    private let hash: Int

    /// Shares the bytes of the message.
    init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
        var hasher = Hasher()
        bytes.withUnsafeBytes { hasher.combine(bytes: $0) }
        hash = hasher.finalize()
    }

    /// Its length in bytes.
    var count: Int { bytes.count }

    /// The same in bytes of its own, which keep no message alive.
    var owned: CertificateText { CertificateText(bytes: Array(bytes)[...], hash: hash) }

    private init(bytes: ArraySlice<UInt8>, hash: Int) {
        self.bytes = bytes
        self.hash = hash
    }

    static func == (left: CertificateText, right: CertificateText) -> Bool {
        guard left.hash == right.hash, left.bytes.count == right.bytes.count else { return false }
        return left.bytes.withUnsafeBytes { leftBytes in
            right.bytes.withUnsafeBytes { rightBytes in
                guard let left = leftBytes.baseAddress, let right = rightBytes.baseAddress else { return true }
                return memcmp(left, right, leftBytes.count) == 0
            }
        }
    }

    func hash(into hasher: inout Hasher) {
        hasher.combine(hash)
    }
}
