// SPDX-License-Identifier: Apache-2.0

internal import CLibPQ

/// One prepared statement run for row after row without waiting for answers in between.
///
/// (PostgreSQL manual, 34.5.) Answers are read while rows are sent: a server whose answers nobody reads stops reading.
/// After an error the server skips what follows up to the synchronisation point at the end, and so do we.
struct Pipeline {
    /// Rows are handed to libpq until they take so many bytes, then sent. libpq sends by itself at 64 KiB.
    private static let burst = 128 * 1_024

    private let link: ServerLink
    private let statement: String
    private let rows: [[SQLValue]]
    private let tried: String
    private var parameters = ParameterBuffer()
    private var sent = 0
    private var answered = 0
    private var answers: [[Row]] = []
    private var failure: DatabaseError?
    private var isEnding = false
    private var isDone = false

    init(link: ServerLink, statement: String, rows: [[SQLValue]], tried: String) {
        self.link = link
        self.statement = statement
        self.rows = rows
        self.tried = tried
    }

    /// The rows that each run returned.
    ///
    /// Outside it, whatever happened, the link is out of pipeline mode, or spoiled.
    mutating func run() throws(DatabaseError) -> [[Row]] {
        try link.sent(PQenterPipelineMode(link.handle), tried)
        answers.reserveCapacity(rows.count)
        do {
            while !isDone {
                try send()
                try receive()
            }
            try link.sent(PQexitPipelineMode(link.handle), tried)
        } catch {
            link.spoil()
            throw failure ?? error
        }
        if let failure { throw failure }
        return answers
    }

    /// Hands over rows while libpq has nothing left to send, and the end after the last.
    private mutating func send() throws(DatabaseError) {
        guard !isEnding, try !link.flush(tried) else { return }
        var size = 0
        while failure == nil, sent < rows.count, size < Self.burst {
            do {
                try parameters.fill(rows[sent])
            } catch {
                fail(error, row: sent)
                break
            }
            try link.sent(link.send(prepared: statement, parameters), tried)
            sent += 1
            // Some hundred bytes of the protocol go with each row.
            size += parameters.size + 100
        }
        if failure != nil || sent == rows.count {
            try link.sent(PQpipelineSync(link.handle), tried)
            isEnding = true
        }
    }

    /// Reads what has come. Waits only when there is nothing to be sent but what waits for the socket.
    private mutating func receive() throws(DatabaseError) {
        let isUnsent = try link.flush(tried)
        if isEnding || isUnsent {
            try link.exchange(tried)
        } else {
            try link.receive(tried)
        }
        while !isDone, !link.isBroken, answered < sent || isEnding, PQisBusy(link.handle) == 0 {
            try read()
        }
    }

    /// One answer, or nothing, which libpq gives after each run.
    private mutating func read() throws(DatabaseError) {
        guard let result = try link.nextResult(tried) else { return }
        switch result.status {
        case PGRES_PIPELINE_SYNC: isDone = true
        // Skipped, after an error.
        case PGRES_PIPELINE_ABORTED: answered += 1
        default:
            read(result)
            answered += 1
        }
    }

    private mutating func read(_ result: borrowing ServerResult) {
        do {
            try link.check(result, tried)
            answers.append(try result.rows())
        } catch {
            fail(error, row: answered)
        }
    }

    private mutating func fail(_ error: DatabaseError, row: Int) {
        guard failure == nil else { return }
        failure = error
        failure?.row = row
    }
}
