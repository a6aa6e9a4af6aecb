// SPDX-License-Identifier: Apache-2.0

internal import CLibPQ

extension ServerLink {
    /// Runs text without values, one statement or several, and gives back the last one's command tag.
    @discardableResult
    func command(_ text: String) throws(DatabaseError) -> String {
        let tried = DatabaseError.excerpt(text)
        try sent(PQsendQuery(handle, text), tried)
        var tag = ""
        try finish(tried) { tag = $0.commandTag }
        return tag
    }

    /// Prepares a statement under a name; no name: in place of the one without a name.
    func prepare(_ text: String, as name: String, types: [Oid]) throws(DatabaseError) {
        let tried = DatabaseError.excerpt(text)
        try sent(PQsendPrepare(handle, name, text, CInt(types.count), types), tried)
        try finish(tried) { _ in }
    }

    /// Runs a prepared statement.
    func run(prepared name: String, _ parameters: ParameterBuffer, _ tried: String) throws(DatabaseError) -> [Row] {
        try sent(send(prepared: name, parameters), tried)
        return try rows(tried)
    }

    /// Runs a statement that is not prepared.
    func run(_ text: String, types: [Oid], _ parameters: ParameterBuffer) throws(DatabaseError) -> [Row] {
        let tried = DatabaseError.excerpt(text)
        try sent(
            parameters.withArrays { values, lengths, formats in
                PQsendQueryParams(handle, text, CInt(types.count), types, values, lengths, formats, 1)
            }, tried)
        return try rows(tried)
    }

    /// Hands libpq a run of a prepared statement; 0: it did not take it.
    func send(prepared name: String, _ parameters: ParameterBuffer) -> CInt {
        parameters.withArrays { values, lengths, formats in
            PQsendQueryPrepared(handle, name, CInt(values.count), values, lengths, formats, 1)
        }
    }

    /// The types of the columns a statement without values will give.
    ///
    /// Prepared and described without a wait in between, so that a pooler gives both to the same session.
    func columnTypes(of text: String, _ tried: String) throws(DatabaseError) -> [Oid] {
        try sent(PQenterPipelineMode(handle), tried)
        try sent(PQsendPrepare(handle, "", text, 0, nil), tried)
        try sent(PQsendDescribePrepared(handle, ""), tried)
        try sent(PQpipelineSync(handle), tried)
        var types: [Oid] = []
        var failure: DatabaseError?
        var isSynchronised = false
        while !isSynchronised {
            // libpq gives nil after each answer.
            guard let result = try next(tried, after: failure) else { continue }
            switch result.status {
            case PGRES_PIPELINE_SYNC: isSynchronised = true
            case PGRES_COMMAND_OK: types = result.types
            default: failure = failure ?? error(result, tried)
            }
        }
        try sent(PQexitPipelineMode(handle), tried)
        if let failure { throw failure }
        return types
    }

    private func rows(_ tried: String) throws(DatabaseError) -> [Row] {
        var rows: [Row] = []
        try finish(tried) { result throws(DatabaseError) in rows += try result.rows() }
        return rows
    }

    /// Reads all answers to what was sent; throws the first error among them, or the first that reading one throws.
    func finish(
        _ tried: String, _ read: (borrowing ServerResult) throws(DatabaseError) -> Void
    ) throws(DatabaseError) {
        var failure: DatabaseError?
        while let result = try next(tried, after: failure) {
            do {
                try check(result, tried)
                try read(result)
            } catch {
                failure = failure ?? error
                if isBroken { break }
            }
        }
        if let failure { throw failure }
    }

    /// The next answer. Once there was an error, losing the connection adds nothing to it.
    private func next(_ tried: String, after failure: DatabaseError?) throws(DatabaseError) -> ServerResult? {
        do {
            return try nextResult(tried)
        } catch {
            throw failure ?? error
        }
    }

    /// Throws the error that an answer is.
    func check(_ result: borrowing ServerResult, _ tried: String) throws(DatabaseError) {
        switch result.status {
        case PGRES_TUPLES_OK, PGRES_COMMAND_OK, PGRES_EMPTY_QUERY: break
        case PGRES_COPY_IN, PGRES_COPY_OUT, PGRES_COPY_BOTH:
            // The server waits for data, or sends it, and there is no statement to stop that.
            spoil()
            throw DatabaseError(.other, "COPY cannot be run like this: \(tried)")
        default: throw error(result, tried)
        }
    }

    /// The error that an answer is: first the connection is looked at, then the SQLSTATE.
    ///
    /// A fatal error is the server's last word, though the end of the connection may not have arrived yet.
    func error(_ result: borrowing ServerResult, _ tried: String) -> DatabaseError {
        if result.isFatal || isBroken { return DatabaseError(lost: result.message, tried, sqlState: result.sqlState) }
        guard result.sqlState == "57014" else { return result.error("PostgreSQL refused \(tried)") }
        if work?.isCancelled == true { return .cancelled }
        return patience.hasEnded
            ? DatabaseError(stoppedAt: tried, sqlState: result.sqlState) : result.error("PostgreSQL refused \(tried)")
    }
}
