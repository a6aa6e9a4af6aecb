// SPDX-License-Identifier: Apache-2.0

extension Sequence<Double> {
    /// The middle one by size; of an even number the upper of two. Not a number where there is none.
    var median: Double {
        let sorted = sorted()
        return sorted.isEmpty ? .nan : sorted[sorted.count / 2]
    }
}

extension Duration {
    var seconds: Double { self / .seconds(1) }
}
