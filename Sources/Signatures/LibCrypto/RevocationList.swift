// SPDX-License-Identifier: Apache-2.0

internal import CLibCrypto

/// One certificate revocation list; the only owner of its handle, which it frees.
///
/// Sendable by hand: nothing changes the handle after `init`, and libcrypto sorts its entries under the list's own lock.
final class RevocationList: @unchecked Sendable {
    private let handle: OpaquePointer
    /// When it begins and ceases to be valid, in seconds since 1970.
    let instants: [Int64]

    /// Reads DER; nil when it is no revocation list.
    init?(der: [UInt8]) {
        let parsed = der.withUnsafeBufferPointer { buffer in
            var start = buffer.baseAddress
            return d2i_X509_CRL(nil, &start, buffer.count)
        }
        guard let parsed else {
            ERR_clear_error()
            return nil
        }
        handle = parsed
        instants = [X509_CRL_get0_lastUpdate(parsed), X509_CRL_get0_nextUpdate(parsed)]
            .compactMap { $0?.epochSeconds }
    }

    deinit {
        X509_CRL_free(handle)
    }

    /// Lends the handle.
    func withHandle<R>(_ body: (OpaquePointer) -> R) -> R {
        body(handle)
    }
}
