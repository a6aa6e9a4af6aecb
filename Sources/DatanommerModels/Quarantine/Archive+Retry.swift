// SPDX-License-Identifier: Apache-2.0

internal import SQL
internal import Synchronization

extension Archive {
    /// Tries again to make messages of what was set aside, in one transaction.
    ///
    /// What is a message now is stored, or was there already, and leaves the quarantine in the same transaction: whenever
    /// the program is killed, it is in one of the two. What is none stays, with the reason of this attempt. What is not
    /// kept whole is not tried. Of rows that the database refuses, see ``append(_:setAside:)``.
    ///
    /// - Parameters:
    ///   - kept: what to try, in order of arrival.
    ///   - message: makes a message of it, or throws why it is none. Whoever asks more of a message than its form, such as
    ///     a signature, asks it here.
    /// - Throws: `DatabaseError`: with `isRetryable`, the same may succeed later.
    public func retry(
        _ kept: [KeptSetAside], _ message: (KeptSetAside) throws(SetAside) -> Message
    ) async throws -> RetryOutcome {
        var outcome = RetryOutcome()
        var decoded: [(kept: KeptSetAside, message: Message)] = []
        var undecoded: [(kept: KeptSetAside, aside: SetAside)] = []
        for kept in kept {
            if let missing = kept.missing {
                outcome.stayed.append(RetryOutcome.Stayed(id: kept.id, reason: kept.reason, detail: missing))
                continue
            }
            do throws(SetAside) {
                decoded.append((kept, try message(kept)))
            } catch {
                undecoded.append((kept, error))
            }
        }
        if !decoded.isEmpty || !undecoded.isEmpty { outcome += try await retry(decoded, undecoded) }
        return outcome
    }

    private func retry(
        _ decoded: [(kept: KeptSetAside, message: Message)], _ undecoded: [(kept: KeptSetAside, aside: SetAside)]
    ) async throws -> RetryOutcome {
        do {
            return try await retryAtOnce(decoded, undecoded)
        } catch let error as DatabaseError where error.mayBlameARow && !decoded.isEmpty {
            guard decoded.count > 1 else {
                let refused = (decoded[0].kept, decoded[0].message.setAside(.refused, "\(error)"))
                return try await retryAtOnce([], undecoded + [refused])
            }
            let middle = decoded.count / 2
            var outcome = try await retry(Array(decoded[..<middle]), undecoded)
            outcome += try await retry(Array(decoded[middle...]), [])
            return outcome
        }
    }

    private func retryAtOnce(
        _ decoded: [(kept: KeptSetAside, message: Message)], _ undecoded: [(kept: KeptSetAside, aside: SetAside)]
    ) async throws -> RetryOutcome {
        let retry = Retry(
            decoded: decoded, undecoded: undecoded, numbers: numbers(holdingIn:))
        let done = try await database.transaction { try retry.run(on: $0) }
        learn(from: done.appended)
        return done.outcome
    }
}
