// SPDX-License-Identifier: Apache-2.0

internal import Synchronization

/// A certificate, and what was last found out about it.
final class KnownCertificate: Sendable {
    /// Why a certificate does not count, or nil; under one reading of the files, from one instant to another.
    private struct Standing {
        let generation: Int
        let since: Int64
        let until: Int64
        let refusal: Verdict.Reason?
    }

    let certificate: Certificate
    private let standing = Mutex<Standing?>(nil)

    init(_ certificate: Certificate) {
        self.certificate = certificate
    }

    /// What is known of its refusal at a time, in seconds since 1970; `.some(nil)` if it counts, nil if nothing is known.
    func knownRefusal(under trust: Trust, at now: Int64) -> Verdict.Reason?? {
        standing.withLock { standing in
            guard let standing, standing.generation == trust.generation, standing.since <= now, now < standing.until
            else { return nil }
            return .some(standing.refusal)
        }
    }

    /// Checks it, and remembers the answer until time alone may change it.
    func checkedRefusal(under trust: Trust, _ store: TrustStore, at now: Int64) -> Verdict.Reason? {
        let refusal = store.refusal(of: certificate, at: now)
        let instants = certificate.instants + store.instants
        let standing = Standing(
            generation: trust.generation, since: instants.filter { $0 <= now }.max() ?? .min,
            until: instants.filter { $0 > now }.min() ?? .max, refusal: refusal)
        self.standing.withLock { $0 = standing }
        return refusal
    }
}
