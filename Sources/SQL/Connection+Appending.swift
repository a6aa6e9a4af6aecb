// SPDX-License-Identifier: Apache-2.0

extension Connection {
    /// Takes the journal's lock until the transaction ends, so that the positions its rows get become visible in order.
    ///
    /// PostgreSQL hands out positions before commit: without the lock a reader that is already past position 2 never sees
    /// position 1 when that commits later. With it, "after the last position I saw" misses nothing. Whoever appends to
    /// a journal takes it before it draws the first position; who only reads needs none. SQLite has one writer at a time
    /// and needs none either.
    ///
    /// - Important: Inside a transaction only; outside, the lock is gone with the statement that took it.
    package func lockForAppending(journal: String) throws(DatabaseError) {
        switch dialect {
        case .postgresql: try execute("SELECT pg_advisory_xact_lock(\(Self.lockKey(journal: journal)))")
        case .sqlite: break
        }
    }

    /// Makes the transaction one that writes, though it changes nothing, so that its COMMIT waits for what theirs do who write.
    ///
    /// With synchronous replication in PostgreSQL a row may be seen that no standby has: the COMMIT of its transaction was
    /// never answered, because the server crashed or the session was ended while it waited. A COMMIT that has nothing to
    /// write would confirm it at once, and a failover would lose it.
    package func confirmWhatIsThere() throws(DatabaseError) {
        switch dialect {
        case .postgresql: try execute("SELECT pg_logical_emit_message(true, 'datanommer', '') IS NOT NULL")
        case .sqlite: break
        }
    }

    /// The same number for the same journal on every machine: FNV-1a, 64 bits, of a text that no other program locks.
    private static func lockKey(journal: String) -> Int64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in "datanommer journal \(journal)".utf8 {
            hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3
        }
        return Int64(bitPattern: hash)
    }
}
