// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Bus

@Suite struct `What is listened to` {
    @Test func `is each endpoint and prefix once, in the order given`() throws {
        let listening = try Listening(
            endpoints: ["ipc:///b", "ipc:///a", "ipc:///b"], prefixes: ["org.", "", "org."])
        #expect(listening.endpoints.map(\.text) == ["ipc:///b", "ipc:///a"])
        #expect(listening.prefixes == ["org.", ""])
    }

    @Test func `is not nothing by an empty list of prefixes`() {
        #expect(throws: BusError(.invalidSetting, "no topic prefix is given; \"\" receives everything")) {
            try Listening(endpoints: [], prefixes: [])
        }
    }
}
