// SPDX-License-Identifier: Apache-2.0

internal import CHiRedis
internal import Executors

/// One connection to Redis by hiredis, which it closes.
///
/// - Important: Not for two threads at once; each call blocks, for the time-out at the most.
final class RedisConnection {
    /// Why there is no answer, in hiredis's words.
    struct Failure: Error {
        let reason: String
    }

    private let context: UnsafeMutablePointer<redisContext>

    /// Connects; `limit` is for this and for each answer.
    init(_ address: RedisAddress, limit: Duration) throws(Failure) {
        let time = timeval(limit)
        let context =
            switch address.place {
            case .socket(let path): redisConnectUnixWithTimeout(path, time)
            case .host(let name, let port): redisConnectWithTimeout(name, Int32(port), time)
            }
        guard let context else { throw Failure(reason: "out of memory") }
        self.context = context
        guard context.pointee.err == 0 else { throw failure }
        redisSetTimeout(context, time)
        if case .host = address.place { redisEnableKeepAlive(context) }
    }

    deinit { redisFree(context) }

    /// Does commands, all sent before the first answer is waited for; an answer for each.
    ///
    /// - Throws: `Failure` when the connection is of no use any more; what was done of the commands is not known then.
    func perform(_ commands: [[[UInt8]]]) throws(Failure) -> [RedisReply] {
        for command in commands {
            guard append(command) else { throw failure }
        }
        var replies: [RedisReply] = []
        replies.reserveCapacity(commands.count)
        for _ in commands { replies.append(try reply()) }
        return replies
    }

    private func append(_ words: [[UInt8]]) -> Bool {
        let lengths = words.map(\.count)
        let bytes = words.flatMap { $0 }
        return bytes.withUnsafeBytes { buffer in
            var start = 0
            let pointers = lengths.map { length -> UnsafePointer<CChar>? in
                defer { start += length }
                // An empty word has no byte to point to, and none is read.
                return buffer.baseAddress.map { ($0 + start).assumingMemoryBound(to: CChar.self) }
            }
            return pointers.withUnsafeBufferPointer { pointers in
                // hiredis changes neither the words nor the array.
                let words = UnsafeMutablePointer(mutating: pointers.baseAddress)
                return redisAppendCommandArgv(context, Int32(lengths.count), words, lengths) == REDIS_OK
            }
        }
    }

    private func reply() throws(Failure) -> RedisReply {
        var answer: UnsafeMutableRawPointer?
        // It writes first what was appended; the server may be gone.
        let status = BrokenPipe.unsignalled { redisGetReply(context, &answer) }
        guard status == REDIS_OK, let answer else { throw failure }
        defer { freeReplyObject(answer) }
        let reply = answer.assumingMemoryBound(to: redisReply.self).pointee
        guard reply.type == REDIS_REPLY_ERROR, let text = reply.str else { return .done }
        return .error(String(decoding: UnsafeRawBufferPointer(start: text, count: reply.len), as: UTF8.self))
    }

    private var failure: Failure {
        let text = withUnsafeBytes(of: &context.pointee.errstr) {
            String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
        }
        return Failure(reason: text.isEmpty ? "the connection was lost" : text)
    }
}

extension timeval {
    fileprivate init(_ duration: Duration) {
        let (seconds, attoseconds) = duration.components
        self.init(tv_sec: Int(seconds), tv_usec: Int(attoseconds / 1_000_000_000_000))
    }
}
