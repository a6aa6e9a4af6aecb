// SPDX-License-Identifier: Apache-2.0

import Flow
import Testing

@testable import Backends

@Suite struct `A delivery in parts` {
    private func deliver(_ count: Int64, refused: Set<Int64>) async -> (
        taken: [Int64], error: DeliveryError?, asked: Int
    ) {
        var (taken, asked) = ([Int64](), 0)
        do throws(DeliveryError) {
            try await PartwiseDelivery.deliver((1...count).map { .made($0) }) { part in
                asked += 1
                guard part.allSatisfy({ !refused.contains($0.position) }) else { return .refused("odd") }
                taken += part.map(\.position)
                return .taken
            }
            return (taken, nil, asked)
        } catch {
            return (taken, error, asked)
        }
    }

    @Test func `takes one attempt when all is well`() async {
        let done = await deliver(100, refused: [])
        #expect(done.taken == Array(1...100) && done.error == nil && done.asked == 1)
    }

    @Test(arguments: [[1], [8], [3], [3, 4], [1, 8], [1, 2, 3, 4, 5, 6, 7, 8]] as [Set<Int64>])
    func `hands over all others in order, and names the refused`(refused: Set<Int64>) async {
        let done = await deliver(8, refused: refused)
        #expect(done.taken == (1...8).filter { !refused.contains($0) })
        let refusals = refused.sorted().map { DeliveryError.Refusal(position: $0, reason: "odd") }
        #expect(done.error == .never(refusals))
        #expect(done.asked <= 15)
    }

    @Test func `ends when the rest may be taken later`() async {
        let error = await #expect(throws: DeliveryError.self) {
            try await PartwiseDelivery.deliver((1...4).map { .made($0) }) { part throws(DeliveryError) in
                if part.count > 2 { return .refused("odd") }
                throw .later("away")
            }
        }
        #expect(error == .later("away"))
    }
}
