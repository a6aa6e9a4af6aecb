// SPDX-License-Identifier: Apache-2.0

internal import Executors
package import Flow

/// Does a command of Redis for each record, such as `SET {msg.jid} {msg.return|json}`; a batch's commands are sent at once.
///
/// A batch that comes again is done again: commands that set are the same twice, commands that add (`RPUSH`, `XADD`) add
/// twice, but for an `XADD` with an id of the record's position, which Redis refuses the second time.
package actor RedisBackend: Backend {
    /// The queue that it blocks instead of Swift's pool.
    package nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    private nonisolated let executor = QueueExecutor(label: "datanommer.backends.redis")
    private let address: RedisAddress
    private let command: [TextTemplate]
    private let limit: Duration
    private var connection: RedisConnection?

    /// A server and a command.
    ///
    /// - Parameters:
    ///   - url: `redis://user:password@host:6379/0` or `unix:///run/redis/redis.sock?db=0`.
    ///   - command: the words of the command, at least one.
    ///   - limit: how long the server may be silent.
    /// - Throws: `BackendError` when the URL is none.
    package init(url: String, command: [TextTemplate], limit: Duration = .seconds(10)) throws(BackendError) {
        guard let address = RedisAddress(url) else {
            throw BackendError("this is no URL of Redis; wanted is redis://host:6379/0 or unix:///path?db=0")
        }
        guard !command.isEmpty else { throw BackendError("the command of Redis has no words") }
        self.address = address
        self.command = command
        self.limit = limit
    }

    package func check() throws(DeliveryError) {
        guard case .error(let text)? = try perform([["PING"].map { Array($0.utf8) }]).first else { return }
        throw .later("Redis at \(address.description) answers: \(text)")
    }

    package func deliver(_ batch: [Record]) throws(DeliveryError) {
        var refusals: [DeliveryError.Refusal] = []
        var commands: [(position: Int64, words: [[UInt8]])] = []
        for record in batch {
            do throws(TemplateRefusal) {
                commands.append((record.position, try words(for: record)))
            } catch {
                refusals.append(DeliveryError.Refusal(position: record.position, reason: error.description))
            }
        }
        let replies = try perform(commands.map(\.words))
        if let busy = replies.first(where: \.isTemporary), case .error(let text) = busy {
            throw .later("Redis at \(address.description) answers: \(text)")
        }
        for (command, reply) in zip(commands, replies) {
            guard case .error(let text) = reply, !isKnown(text) else { continue }
            refusals.append(DeliveryError.Refusal(position: command.position, reason: text))
        }
        try refusals.throwIfAny()
    }

    package func close() {
        connection = nil
    }

    private func words(for record: Record) throws(TemplateRefusal) -> [[UInt8]] {
        var words: [[UInt8]] = []
        for template in command { words.append(try template.filled(from: record)) }
        return words
    }

    /// Whether the stream has an entry of this id, or a later one, already: the record was delivered before.
    private func isKnown(_ text: String) -> Bool {
        text.hasPrefix("ERR The ID specified in XADD is equal or smaller")
    }

    private func perform(_ commands: [[[UInt8]]]) throws(DeliveryError) -> [RedisReply] {
        guard !commands.isEmpty else { return [] }
        do throws(RedisConnection.Failure) {
            let connection = try connected()
            return try connection.perform(commands)
        } catch {
            // What was on its way on this connection is not told apart from what comes next.
            connection = nil
            throw .later("Redis at \(address.description): \(error.reason)")
        }
    }

    private func connected() throws(RedisConnection.Failure) -> RedisConnection {
        if let connection { return connection }
        let connection = try RedisConnection(address, limit: limit)
        for case .error(let text) in try connection.perform(address.greeting) {
            throw RedisConnection.Failure(reason: text)
        }
        self.connection = connection
        return connection
    }
}
