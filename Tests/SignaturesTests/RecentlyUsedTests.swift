// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Signatures

@Suite struct `What was used recently` {
    @Test func `stays, however much comes in, and the rest is forgotten`() {
        var used = RecentlyUsed<Int, String>(limit: 10)
        used.insert("kept", for: -1)
        for number in 0..<1_000 {
            used.insert("passing", for: number)
            #expect(used.value(for: -1) == "kept")
            #expect(used.count <= 10)
        }
        #expect(used.value(for: 0) == nil)
        #expect(used.value(for: 999) == "passing")
    }
}
