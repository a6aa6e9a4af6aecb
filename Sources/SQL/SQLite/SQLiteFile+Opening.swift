// SPDX-License-Identifier: Apache-2.0

internal import GRDB
internal import GRDBSQLite

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

extension SQLiteFile {
    static func open(path: String, mayCreate: Bool, _ watch: SQLiteWatch) throws(DatabaseError) -> DatabaseQueue {
        let exists = may(F_OK, path)
        guard exists || mayCreate else {
            throw DatabaseError(.missing, "there is no SQLite database \(path); datanommer-create-db makes one")
        }
        let folder = folder(of: path)
        guard may(F_OK, folder) else {
            throw DatabaseError(.missing, "there is no folder \(folder) for the SQLite database \(path)")
        }
        // The write-ahead log lies beside the file, so that both must be writable.
        let isReadOnly = exists && !(may(W_OK, path) && may(W_OK, folder))
        do {
            return try DatabaseQueue(
                path: isReadOnly ? readOnlyPath(path) : plainPath(path),
                configuration: configuration(isNew: isEmpty(path), isReadOnly: isReadOnly, watch))
        } catch {
            throw DatabaseError(grdb: error, "SQLite cannot open \(path)")
        }
    }

    private static func configuration(isNew: Bool, isReadOnly: Bool, _ watch: SQLiteWatch) -> Configuration {
        var configuration = Configuration()
        configuration.readonly = isReadOnly
        configuration.foreignKeysEnabled = true
        configuration.busyMode = .callback { watch.shouldWait(tries: $0) }
        configuration.prepareDatabase { database in
            watch.stopStatements(of: database)
            guard !isReadOnly else { return }
            // What is removed from the file can then be given back to the file system. It has to be said before there is
            // anything in it, and the log writes its first page.
            if isNew { try database.execute(sql: "PRAGMA auto_vacuum = INCREMENTAL") }
            // A transaction of 2,000 messages fits the cache of 16 MiB, and is not written out half-way; a log of 4,000
            // pages, as much, is copied back less often than its pages change.
            try database.execute(
                sql: """
                    PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
                    PRAGMA cache_size = -16384; PRAGMA wal_autocheckpoint = 4000
                    """)
        }
        return configuration
    }

    /// Where no log lies beside a file nobody can be writing: SQLite then reads it without the files it would like to
    /// make beside it. (`immutable`: sqlite.org/c3ref/open.html)
    private static func readOnlyPath(_ path: String) -> String {
        guard !may(W_OK, folder(of: path)), !may(F_OK, path + "-wal") else { return plainPath(path) }
        let encoded = path.utf8.map { byte in
            byte == UInt8(ascii: "%") || byte == UInt8(ascii: "?") || byte == UInt8(ascii: "#")
                ? "%" + String(byte, radix: 16) : String(Unicode.Scalar(byte))
        }
        return "file:\(encoded.joined())?immutable=1"
    }

    /// A path that SQLite does not take for a URI.
    private static func plainPath(_ path: String) -> String {
        path.hasPrefix("file:") ? "./\(path)" : path
    }

    /// What tells a file from another under the same path; nothing when there is none.
    static func identity(of path: String) -> [UInt64] {
        var status = stat()
        return stat(path, &status) == 0 ? [UInt64(status.st_dev), UInt64(status.st_ino)] : []
    }

    /// Whether there is no file, or nothing in it.
    private static func isEmpty(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) != 0 || status.st_size == 0
    }

    private static func folder(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    private static func may(_ mode: CInt, _ path: String) -> Bool {
        faccessat(AT_FDCWD, path, mode, AT_EACCESS) == 0
    }
}
