// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Bus

@Suite struct `The settings of a subscriber` {
    /// A change that puts one setting out of its range, and what is said of it.
    struct Fault: Sendable {
        let change: @Sendable (inout SubscriberSettings) -> Void
        let message: String

        init(_ change: @escaping @Sendable (inout SubscriberSettings) -> Void, _ message: String) {
            self.change = change
            self.message = message
        }
    }

    @Test func `are in range by default`() throws {
        try SubscriberSettings().validate()
    }

    @Test(arguments: [
        Fault({ $0.receiveHighWaterMark = -1 }, "receiveHighWaterMark is -1, wants 0 to 2147483647"),
        Fault({ $0.receiveHighWaterMark = 1 << 31 }, "receiveHighWaterMark is 2147483648, wants 0 to 2147483647"),
        Fault({ $0.maximumMessageBytes = 0 }, "maximumMessageBytes is 0, wants 1 to 9223372036854775807"),
        Fault({ $0.batchLimit = 0 }, "batchLimit is 0, wants 1 to 2147483647"),
        Fault({ $0.batchBytes = 0 }, "batchBytes is 0, wants 1 to 9223372036854775807"),
        Fault({ $0.pendingBatches = 0 }, "pendingBatches is 0, wants 1 to 2147483647"),
        Fault({ $0.ioThreads = 0 }, "ioThreads is 0, wants 1 to 2147483647"),
        Fault({ $0.keepalive?.count = 0 }, "keepalive.count is 0, wants 1 to 2147483647"),
        Fault(
            { $0.batchWithin = .milliseconds(-1) },
            "batchWithin is -0.001 seconds, wants 0.0 seconds to 86400 seconds"
        ),
        Fault(
            { $0.drainWithin = .seconds(86_401) },
            "drainWithin is 86401.0 seconds, wants 0.0 seconds to 86400 seconds"
        ),
        Fault(
            { $0.reconnectInterval = .zero },
            "reconnectInterval is 0.0 seconds, wants 0.001 seconds to 86400 seconds"
        ),
        Fault(
            { $0.reconnectMaximum = .milliseconds(99) },
            "reconnectMaximum is 0.099 seconds, wants 0.1 seconds to 86400 seconds"
        ),
        Fault(
            { $0.keepalive?.idle = .milliseconds(999) },
            "keepalive.idle is 0.999 seconds, wants 1.0 seconds to 86400 seconds"
        ),
        Fault(
            { $0.keepalive?.interval = .zero },
            "keepalive.interval is 0.0 seconds, wants 1.0 seconds to 86400 seconds"
        ),
    ])
    func `out of range are named with their range`(fault: Fault) {
        var settings = SubscriberSettings()
        fault.change(&settings)
        #expect(throws: BusError(.invalidSetting, fault.message)) { try settings.validate() }
    }
}
