// SPDX-License-Identifier: Apache-2.0

import Bus
import DatanommerTesting
import Synchronization

/// Numbered messages, published without a pause as long as the test goes on, to whoever subscribes.
///
/// It waits while nobody does. To a subscriber that stays nothing is lost: libzmq makes the publisher wait instead.
final class NumberedLoad: Sendable {
    private let bus: LocalBus
    private let published = Mutex(0)
    private let isEnding = Mutex(false)
    private let hasEnded = Mutex(false)
    private let perSecond: Mutex<Int>
    /// What each message carries beside its number.
    private let padding: String

    /// How many were published: the next one has this number.
    var count: Int { published.withLock { $0 } }

    /// Lends a load.
    ///
    /// - Parameters:
    ///   - perSecond: How many messages a second are aimed at.
    ///   - bytes: How large a message is, roughly.
    static func with<R: Sendable>(
        perSecond: Int, bytes: Int, _ body: (NumberedLoad) async throws -> R
    ) async throws -> R {
        try await LocalBus.withBus(.ipc) { bus in
            let load = NumberedLoad(bus, perSecond, bytes)
            return try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await load.publish() }
                // Whatever the body does, the load ends with it.
                defer { load.stop() }
                let result = try await body(load)
                load.stop()
                try await group.waitForAll()
                return result
            }
        }
    }

    private init(_ bus: LocalBus, _ perSecond: Int, _ bytes: Int) {
        self.bus = bus
        self.perSecond = Mutex(perSecond)
        padding = String(repeating: "žluť 🚀 ", count: max(1, bytes / 13))
    }

    /// Where it can be heard.
    var endpoint: String { bus.endpoint }

    /// Publishes so many a second from now on.
    func change(perSecond: Int) {
        self.perSecond.withLock { $0 = perSecond }
    }

    /// Publishes no more, but for what it is about to.
    func stop() {
        isEnding.withLock { $0 = true }
    }

    /// Publishes no more, and returns when the last message is on its way and counted.
    func end() async throws {
        stop()
        _ = try await eventually("the end of the load") { hasEnded.withLock { $0 } ? true : nil }
    }

    /// Waits until so many were published.
    func reaches(_ count: Int) async throws {
        _ = try await eventually("\(count) messages published, of which \(self.count) are", within: .seconds(120)) {
            self.count >= count ? true : nil
        }
    }

    /// The identity of a message.
    static func msgID(_ number: Int) -> String {
        let digits = String(number)
        return "load-" + String(repeating: "0", count: 8 - digits.count) + digits
    }

    /// The number in an identity.
    static func number(_ msgID: some StringProtocol) -> Int? {
        msgID.hasPrefix("load-") ? Int(msgID.dropFirst(5)) : nil
    }

    /// The topic of a message.
    static func topic(_ number: Int) -> String { "org.fedoraproject.dev.load\(number % 3).said" }

    private func publish() async throws {
        defer { hasEnded.withLock { $0 = true } }
        let clock = ContinuousClock()
        while !isEnding.withLock({ $0 }) {
            let next = clock.now.advanced(by: .milliseconds(20))
            guard await bus.publisher.waitForSubscriber(within: .milliseconds(100)) else { continue }
            for _ in 0..<max(1, perSecond.withLock { $0 } / 50) { try await publishOne() }
            try await clock.sleep(until: next)
        }
    }

    private func publishOne() async throws {
        let number = count
        let body = """
            {"topic": "\(Self.topic(number))", "msg_id": "\(Self.msgID(number))", "timestamp": \(1_361_166_000 + number), \
            "i": \(number), "msg": {"n": \(number), "pad": "\(padding)"}}
            """
        try await bus.publisher.send(topic: Array(Self.topic(number).utf8), body: Array(body.utf8))
        published.withLock { $0 += 1 }
    }
}
