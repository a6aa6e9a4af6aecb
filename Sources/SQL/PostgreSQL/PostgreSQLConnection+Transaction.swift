// SPDX-License-Identifier: Apache-2.0

internal import CLibPQ

extension PostgreSQLConnection {
    func transaction<R>(_ body: () throws -> R) throws -> R {
        try between("BEGIN", body)
    }

    func snapshot<R>(_ body: () throws -> R) throws -> R {
        try between("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", body)
    }

    private func between<R>(_ begin: String, _ body: () throws -> R) throws -> R {
        try self.begin(begin)
        do {
            let result = try body()
            try commit()
            return result
        } catch {
            rollBack()
            throw error
        }
    }

    func begin(_ statement: String = "BEGIN") throws(DatabaseError) {
        try check()
        guard PQtransactionStatus(link.handle) == PQTRANS_IDLE else { throw .transactionInTransaction }
        try link.command(statement)
    }

    func commit() throws(DatabaseError) {
        try check()
        guard PQtransactionStatus(link.handle) == PQTRANS_INTRANS else { throw .transactionWasLost }
        // With synchronous replication a COMMIT that is told to stop says that it was done, though no standby has it.
        link.mayStop = false
        defer { link.mayStop = true }
        do {
            try link.command("COMMIT")
        } catch {
            guard link.isBroken else { throw error }
            throw DatabaseError(
                .unreachable,
                "COMMIT got no answer, so the transaction may or may not have been done; do it again in such a way that "
                    + "it makes no difference (\(error.message))", sqlState: error.sqlState)
        }
    }

    /// Ends a transaction, if there is one. Goes on even when the work was given up, and never fails: where the server
    /// does not hear it the connection is not used again, and the server rolls back when it is closed.
    func rollBack() {
        guard !link.isBroken else { return }
        switch PQtransactionStatus(link.handle) {
        case PQTRANS_IDLE: return
        case PQTRANS_INTRANS, PQTRANS_INERROR:
            let work = link.work
            link.work = nil
            defer { link.work = work }
            do { try link.command("ROLLBACK") } catch { link.spoil() }
        default: link.spoil()
        }
    }
}
