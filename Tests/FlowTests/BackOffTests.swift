// SPDX-License-Identifier: Apache-2.0

import DatanommerTesting
import Testing

@testable import Flow

@Suite struct `The delay before another attempt` {
    /// A generator that always tells the same.
    private struct Constant: RandomNumberGenerator {
        let value: UInt64
        mutating func next() -> UInt64 { value }
    }

    private func delays(_ count: Int, _ generator: some RandomNumberGenerator) -> [Duration] {
        var (backOff, generator) = (BackOff.storing, generator)
        return (0..<count).map { _ in backOff.failed(using: &generator) }
    }

    @Test func `doubles from 50 ms to 15 s at the least`() {
        let expected = [50, 100, 200, 400, 800, 1_600, 3_200, 6_400, 12_800, 15_000, 15_000]
        #expect(delays(11, Constant(value: 0)) == expected.map { .milliseconds($0) })
    }

    @Test(arguments: [1, 2, 3] as [UInt64]) func `is never more than twice as long as that`(seed: UInt64) {
        let least = delays(40, Constant(value: 0))
        for (delay, least) in zip(delays(40, SeededGenerator(seed: seed)), least) {
            #expect(delay >= least && delay <= least * 2)
        }
    }

    @Test func `differs between daemons that fail together`() {
        let all = (0..<20).map { delays(10, SeededGenerator(seed: $0)).last }
        #expect(Set(all).count == 20)
    }

    @Test func `stays finite however often it fails`() {
        #expect(delays(10_000, Constant(value: 0)).last == .seconds(15))
    }
}
