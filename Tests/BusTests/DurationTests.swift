// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Bus

@Suite struct `Milliseconds for libzmq` {
    @Test(
        arguments: [
            (.zero, 0), (.nanoseconds(1), 1), (.milliseconds(50), 50), (.seconds(2), 2000),
            (.microseconds(1500), 2), (.milliseconds(-5), 0), (.seconds(Int64.max), .max),
        ] as [(Duration, Int32)])
    func `are rounded up and never negative`(duration: Duration, milliseconds: Int32) {
        #expect(duration.wholeMilliseconds == milliseconds)
    }
}
