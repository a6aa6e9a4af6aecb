// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Things of which few are frequent and most are rare, as names on a bus are.
struct Zipf<Thing: Sendable>: Sendable {
    private let things: [Thing]
    /// How much weight the things up to each one have together.
    private let sums: [Double]

    /// The first one weighs 1, the n-th 1 / n to the power of the exponent.
    init(_ things: [Thing], exponent: Double) {
        self.init(things.enumerated().map { ($1, 1 / pow(Double($0 + 1), exponent)) })
    }

    /// Each with its weight.
    init(_ weighed: [(thing: Thing, weight: Double)]) {
        things = weighed.map(\.thing)
        var sum = 0.0
        sums = weighed.map { one in
            sum += one.weight
            return sum
        }
    }

    /// The most frequent one of a list by rank.
    var first: Thing { things[0] }

    func pick(_ generator: inout some RandomNumberGenerator) -> Thing {
        let wanted = Double.random(in: 0..<1, using: &generator) * (sums.last ?? 0)
        var (low, high) = (0, sums.count - 1)
        while low < high {
            let middle = (low + high) / 2
            if sums[middle] < wanted { low = middle + 1 } else { high = middle }
        }
        return things[low]
    }
}
