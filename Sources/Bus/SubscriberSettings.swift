// SPDX-License-Identifier: Apache-2.0

/// Where a subscriber listens, to what, and how much it holds.
package struct SubscriberSettings: Hashable, Sendable {
    /// TCP keepalive probes: after `idle` without traffic one every `interval`, and after `count` unanswered ones
    /// the connection is given up. Whole seconds.
    package struct Keepalive: Hashable, Sendable {
        /// Unanswered probes until the connection counts as dead, from 1.
        package var count: Int
        /// Silence before the first probe, from 1 second.
        package var idle: Duration
        /// Time between probes, from 1 second.
        package var interval: Duration

        /// A dead peer is noticed after about 75 seconds, unless told otherwise.
        package init(count: Int = 3, idle: Duration = .seconds(60), interval: Duration = .seconds(5)) {
            self.count = count
            self.idle = idle
            self.interval = interval
        }
    }

    /// Publishers to connect to: `tcp://host:port` or `ipc:///path`; one named twice is connected once.
    package var endpoints: [String]
    /// Beginnings of topics to receive, compared byte by byte; `""` receives everything. At least one.
    package var prefixes: [String]
    /// Messages that libzmq queues for each endpoint before the publisher has to queue (and then drops), from 0;
    /// 0 is no limit: a reader that stalls costs memory here instead of messages there.
    package var receiveHighWaterMark = 0
    /// Keepalive of TCP connections; nil leaves it to the system.
    package var keepalive: Keepalive? = Keepalive()
    /// Wait before the first attempt to connect again, from 1 millisecond; doubles up to `reconnectMaximum`.
    package var reconnectInterval: Duration = .milliseconds(100)
    /// Longest wait between attempts, not below `reconnectInterval`.
    package var reconnectMaximum: Duration = .milliseconds(1000)
    /// Largest message in bytes, all its frames together, from 1; a larger one is set aside as undecodable.
    ///
    /// Checked after receipt, so libzmq holds one such message for a moment. Its own limit (`ZMQ_MAXMSGSIZE`) is left
    /// alone: it cuts the connection, and with it the messages behind the large one.
    package var maximumMessageBytes = 16 << 20
    /// A batch is handed over when it has so many messages, from 1.
    package var batchLimit = 500
    /// … or when it has so many bytes, from 1.
    package var batchBytes = 8 << 20
    /// … or so long after its first message, from 0.
    package var batchWithin: Duration = .milliseconds(50)
    /// Batches that wait for the reader before reading from the socket pauses, from 1.
    package var pendingBatches = 64
    /// Threads of libzmq for the network, from 1; one is enough for a gigabyte a second.
    package var ioThreads = 1
    /// How long ``Subscriber/stop()`` goes on reading what had already arrived, from 0.
    package var drainWithin: Duration = .seconds(5)

    /// The defaults, listening to `prefixes` at `endpoints`.
    package init(endpoints: [String] = [], prefixes: [String] = [""]) {
        self.endpoints = endpoints
        self.prefixes = prefixes
    }
}
