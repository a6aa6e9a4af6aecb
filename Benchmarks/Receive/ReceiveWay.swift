// SPDX-License-Identifier: Apache-2.0

import Bus
import Commands
import DatanommerModels
import DatanommerTesting
import Logging
import Settings
import Spool

/// How far a message is taken.
enum ReceiveWay: CaseIterable {
    case raw, received, spooled, decoded, named

    var title: String {
        switch self {
        case .raw: "libzmq's zmq_msg_recv, and nothing more"
        case .received: "received, in batches"
        case .spooled: "received and spooled"
        case .decoded: "received, spooled, decoded"
        case .named: "received, spooled, decoded, users and packages found"
        }
    }

    /// Takes so many messages; told when the first is there.
    func take(_ count: Int, from endpoint: String, onFirst: @escaping @Sendable () -> Void) async throws {
        guard self != .raw else { return try RawReceiver(endpoint: endpoint).receive(count, onFirst: onFirst) }
        let quiet = Logger(label: "bench") { _ in SwiftLogNoOpLogHandler() }
        let subscriber = Subscriber(SubscriberSettings(endpoints: [endpoint]), logger: quiet)
        try subscriber.start()
        defer { subscriber.stop() }
        guard self != .received else {
            return try await Self.read(subscriber, count, onFirst) { _ in }
        }
        let folder = try ScratchFolder()
        defer { folder.remove() }
        let spool = try Spool(SpoolSettings(folder: folder.path))
        async let drained: Void = drain(spool)
        try await Self.read(subscriber, count, onFirst) { _ = try await spool.append($0) }
        await spool.finish()
        try await drained
    }

    private static func read(
        _ subscriber: Subscriber, _ count: Int, _ onFirst: () -> Void, _ take: (ReceivedBatch) async throws -> Void
    ) async throws {
        var received = 0
        for await batch in subscriber.batches {
            if received == 0 { onFirst() }
            received += batch.count
            try await take(batch)
            if received >= count { return }
        }
    }

    /// What is only spooled is not read either.
    private func drain(_ spool: Spool) async throws {
        guard self == .decoded || self == .named else { return }
        let decoder = try self == .named ? MessageDecoder(Settings()) : MessageDecoder { _, _ in MessageNames() }
        while let spooled = try await spool.next(limit: Settings().intake.batchMessages) {
            for envelope in spooled.batch.envelopes {
                _ = try decoder.message(topic: envelope.topic, body: envelope.body, receivedAt: .now)
            }
            try await spool.acknowledge(spooled.end)
        }
    }
}
