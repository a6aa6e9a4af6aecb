// SPDX-License-Identifier: Apache-2.0

import Logging
import Salt

/// Masters up to 2015.8, which speak through ZeroMQ.
extension SaltReceiver {
    /// Hands an address whose publisher greeted so to ZeroMQ's socket.
    mutating func giveToZeroMQ(_ index: Int) {
        do throws(BusError) {
            let endpoint = try links[index].address.socket()
            try openZeroMQ().connect(endpoint)
            links[index].state = .zeroMQ(endpoint)
            links[index].isDoubted = false
        } catch {
            retryLater(index)
            note(.disconnected, index)
            logger.error("endpoint refused", metadata: [LogKey.error: "\(error)"])
        }
    }

    private mutating func openZeroMQ() throws(BusError) -> SaltZeroMQ {
        if let zeroMQ { return zeroMQ }
        let opened = try SaltZeroMQ(settings)
        zeroMQ = opened
        return opened
    }

    /// Takes note of what happened to ZeroMQ's connections. A publisher that is gone may come back as another kind, and so
    /// is looked at anew.
    mutating func noteZeroMQEvents() {
        guard let zeroMQ else { return }
        for (endpoint, isConnected) in zeroMQ.changes() {
            guard let index = links.firstIndex(where: { $0.zeroMQEndpoint?.text == endpoint }) else { continue }
            if isConnected {
                links[index].pace.succeeded()
                note(.connected, index)
            } else {
                // Messages of a connection that ended are still in the queue, and lost by disconnecting before they are read.
                while !readZeroMQ() { outlet.handOver() }
                if let endpoint = links[index].zeroMQEndpoint { zeroMQ.disconnect(endpoint, logger) }
                retryLater(index)
                note(.disconnected, index)
            }
        }
    }

    /// Reads from ZeroMQ's socket until the batch is full (false) or nothing is left to read (true).
    mutating func readZeroMQ() -> Bool {
        guard let zeroMQ else { return true }
        while !outlet.isFull {
            guard let (size, frames) = zeroMQ.next(maximumBytes: settings.maximumMessageBytes) else { return true }
            outlet.add(message(frames, size), size: size)
        }
        return false
    }

    private func message(_ frames: [[UInt8]], _ size: Int) -> Result<Envelope, UndecodableFrames> {
        let receivedAt = SystemClock.microseconds()
        let whole = frames.first ?? []
        guard size <= settings.maximumMessageBytes else {
            return setAside(.tooLarge, Array(whole.prefix(Framing.keptBytes)), count: size, receivedAt)
        }
        let parts = frames.count == 1 ? whole.withUnsafeBytes { SaltFraming.zeroMQ($0) } : nil
        guard let parts else { return setAside(.saltFraming, whole, count: size, receivedAt) }
        return .success(
            Envelope(
                topic: Array(whole[parts.tag]), body: Array(whole[parts.payload]), receivedAt: receivedAt, bus: .salt))
    }
}
