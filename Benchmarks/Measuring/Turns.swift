// SPDX-License-Identifier: Apache-2.0

/// Several ways to do one thing, taken in turns, so that a noisy machine is as noisy for each.
enum Turns {
    /// The median time of each way for one item, in microseconds.
    ///
    /// - Parameters:
    ///   - rounds: how often each has its turn.
    ///   - items: how many items one turn does.
    static func medians(rounds: Int, items: Int, _ ways: [() -> Void]) -> [Double] {
        var times = [[Double]](repeating: [], count: ways.count)
        for _ in 0..<rounds {
            for (place, way) in ways.enumerated() {
                let start = ContinuousClock.now
                way()
                times[place].append(start.duration(to: .now) / .microseconds(items))
            }
        }
        return times.map { $0.sorted()[rounds / 2] }
    }
}
