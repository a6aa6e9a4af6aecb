// SPDX-License-Identifier: Apache-2.0

internal import GRDB
internal import GRDBSQLite
internal import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Looks, while SQLite works or waits for a lock, whether it still should.
///
/// SQLite's own `sqlite3_interrupt` would miss a statement that is just about to begin; this cannot.
final class SQLiteWatch: Sendable {
    private struct State {
        var work: Work?
        var waitingSince = ContinuousClock.now
    }

    private let busyTimeout: Duration
    private let state = Mutex(State())

    init(busyTimeout: Duration) {
        self.busyTimeout = busyTimeout
    }

    func begin(_ work: Work) {
        state.withLock { $0.work = work }
    }

    func end() {
        state.withLock { $0.work = nil }
    }

    private var isCancelled: Bool {
        state.withLock { $0.work }?.isCancelled ?? false
    }

    /// Another connection has the lock: sleeps a little, at most 20 ms, and says whether to try again.
    ///
    /// Runs on the connection's queue, which may block.
    func shouldWait(tries: Int) -> Bool {
        let started = state.withLock { state in
            if tries == 0 { state.waitingSince = .now }
            return state.waitingSince
        }
        guard !isCancelled, .now - started < busyTimeout else { return false }
        usleep(1_000 * UInt32(min(1 + tries, 20)))
        return true
    }

    /// Every 1,000 steps of SQLite's virtual machine, some microseconds, it asks whether to stop.
    ///
    /// The pointer is to the watch, which lives as long as the database: its configuration holds it for its busy callback.
    func stopStatements(of database: GRDB.Database) {
        sqlite3_progress_handler(
            database.sqliteConnection, 1_000,
            { pointer in
                guard let pointer else { return 0 }
                return Unmanaged<SQLiteWatch>.fromOpaque(pointer).takeUnretainedValue().isCancelled ? 1 : 0
            },
            Unmanaged.passUnretained(self).toOpaque())
    }
}
