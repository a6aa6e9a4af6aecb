// SPDX-License-Identifier: Apache-2.0

internal import CLibCrypto
internal import Glibc

extension UnsafePointer<ASN1_TIME> {
    /// Seconds since 1970; nil when it is no time.
    var epochSeconds: Int64? {
        var parts = tm()
        guard ASN1_TIME_to_tm(self, &parts) == 1 else { return nil }
        return Int64(timegm(&parts))
    }
}
