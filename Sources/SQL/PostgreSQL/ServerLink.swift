// SPDX-License-Identifier: Apache-2.0

internal import CLibPQ

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// One libpq connection; the only owner of its handle, which it closes.
///
/// It never lets libpq wait. libpq runs in its non-blocking mode, and all waiting is done in ``exchange(_:)``: it
/// sends and receives at once, so that two full socket buffers cannot lock each other, and sees that the work was given up.
final class ServerLink {
    let handle: OpaquePointer
    /// The work that waits, which may be given up.
    var work: Work?
    /// False while a statement runs that must not be stopped half-way.
    var mayStop = true
    /// How long the server is waited for.
    private(set) var patience: Patience
    private var stopRequest: StopRequest?
    /// Set where libpq's state cannot be trusted any more, though the server may be well.
    private var isSpoiled = false

    /// Takes over a handle.
    ///
    /// - Parameter answerTimeout: how long a statement may get no answer; nil: for ever.
    init(_ handle: OpaquePointer, answerTimeout: Duration?) {
        self.handle = handle
        patience = Patience(limit: answerTimeout, at: .now)
        PQsetnonblocking(handle, 1)
        // Notices would go to stderr.
        PQsetNoticeProcessor(handle, { _, _ in }, nil)
    }

    deinit {
        PQfinish(handle)
    }

    /// Whether the connection broke, as far as is known.
    var isBroken: Bool { isSpoiled || PQstatus(handle) != CONNECTION_OK }

    /// The connection is not to be used again.
    func spoil() {
        isSpoiled = true
    }

    /// Whether it can be used: reads what a stopping server may have left as its last words.
    func isAlive() -> Bool {
        while !isBroken, isReady(for: POLLIN, atMost: 0) {
            guard PQconsumeInput(handle) == 1 else { return false }
            // The server said something unasked, such as a changed setting. Past the end of the stream this would fail.
        }
        return !isBroken && PQtransactionStatus(handle) == PQTRANS_IDLE
    }

    /// What libpq says of the last failure.
    var lastWords: String { String(cString: PQerrorMessage(handle)) }

    /// The next answer to what was sent, or nil when there are no more.
    func nextResult(_ tried: String) throws(DatabaseError) -> ServerResult? {
        while PQisBusy(handle) == 1 { try exchange(tried) }
        if let result = PQgetResult(handle) { return ServerResult(result) }
        // Of a broken connection nothing more comes, which is not the same as that all had come.
        guard !isBroken else { throw DatabaseError(lost: lastWords, tried) }
        return nil
    }

    /// Sends what is unsent and receives what is there; waits up to 50 ms for either.
    ///
    /// When the work was given up, or the server has said nothing for too long, it tells the server to stop, again and
    /// again: the server ignores it before it has read the statement and after it is done.
    func exchange(_ tried: String) throws(DatabaseError) {
        // A closed connection has no socket to wait for.
        guard !isBroken else { throw DatabaseError(lost: lastWords, tried) }
        let isUnsent = try flush(tried)
        guard isReady(for: isUnsent ? POLLIN | POLLOUT : POLLIN, atMost: 50) else { return try endureSilence(tried) }
        try receive(tried)
    }

    private func endureSilence(_ tried: String) throws(DatabaseError) {
        let isCancelled = work?.isCancelled == true
        switch patience.advice(at: .now, isCancelled: isCancelled, mayStop: mayStop) {
        case .wait: break
        case .stop: stopStatement()
        case .giveUp:
            spoil()
            throw isCancelled ? .cancelled : DatabaseError(silentAt: tried)
        }
    }

    /// Begins to send, and heeds libpq's own opinion of it.
    ///
    /// A wish to stop that is still on its way could hit what is sent now: it is waited for, or the connection given up.
    func sent(_ send: @autoclosure () -> CInt, _ tried: String) throws(DatabaseError) {
        if let request = stopRequest.take(), !request.isOver(within: 1_000) {
            spoil()
            throw DatabaseError(silentAt: tried)
        }
        let answer = send()
        patience.sent(at: .now)
        guard answer != 1 else { return }
        throw isBroken ? DatabaseError(lost: lastWords, tried) : DatabaseError(.other, "\(tried): \(lastWords)")
    }

    /// More of a statement's data was taken by the socket, which is as good as a word of the server.
    func sentMore() {
        patience.heard(at: .now)
    }

    /// Sends what the socket takes now; true: not all.
    func flush(_ tried: String) throws(DatabaseError) -> Bool {
        switch PQflush(handle) {
        case 0: return false
        case 1: return true
        default: throw DatabaseError(lost: lastWords, tried)
        }
    }

    /// Receives what is there now.
    func receive(_ tried: String) throws(DatabaseError) {
        guard PQconsumeInput(handle) == 1 else { throw DatabaseError(lost: lastWords, tried) }
        patience.heard(at: .now)
    }

    /// Asks the server to stop the running statement, unless it is being asked already.
    func stopStatement() {
        patience.stopped(at: .now)
        if let stopRequest, !stopRequest.isOver(within: 0) { return }
        stopRequest = StopRequest(of: handle)
    }

    private func isReady(for events: Int32, atMost milliseconds: CInt) -> Bool {
        var descriptor = pollfd(fd: PQsocket(handle), events: Int16(events), revents: 0)
        return poll(&descriptor, 1, milliseconds) > 0
    }
}
