// SPDX-License-Identifier: Apache-2.0

extension SubscriberSettings {
    /// Throws ``BusError/Code/invalidSetting`` naming the first setting out of its range.
    func validate() throws(BusError) {
        try Self.check("receiveHighWaterMark", receiveHighWaterMark, from: 0)
        try Self.check("maximumMessageBytes", maximumMessageBytes, from: 1, to: .max)
        try Self.check("batchLimit", batchLimit, from: 1)
        try Self.check("batchBytes", batchBytes, from: 1, to: .max)
        try Self.check("pendingBatches", pendingBatches, from: 1)
        try Self.check("ioThreads", ioThreads, from: 1)
        try Self.check("batchWithin", batchWithin, from: .zero)
        try Self.check("drainWithin", drainWithin, from: .zero)
        try Self.check("reconnectInterval", reconnectInterval, from: .milliseconds(1))
        try Self.check("reconnectMaximum", reconnectMaximum, from: reconnectInterval)
        guard let keepalive else { return }
        try Self.check("keepalive.count", keepalive.count, from: 1)
        try Self.check("keepalive.idle", keepalive.idle, from: .seconds(1))
        try Self.check("keepalive.interval", keepalive.interval, from: .seconds(1))
    }

    private static func check(
        _ name: String, _ value: Int, from least: Int, to most: Int = Int(Int32.max)
    ) throws(BusError) {
        guard (least...most).contains(value) else {
            throw BusError(.invalidSetting, "\(name) is \(value), wants \(least) to \(most)")
        }
    }

    /// A day at most: libzmq counts milliseconds in 32 bits.
    private static func check(_ name: String, _ value: Duration, from least: Duration) throws(BusError) {
        guard (least...Duration.seconds(86_400)).contains(value) else {
            throw BusError(.invalidSetting, "\(name) is \(value), wants \(least) to 86400 seconds")
        }
    }
}
