// SPDX-License-Identifier: Apache-2.0

/// How often something took how long; pure.
package struct Histogram: Hashable, Sendable {
    /// The upper bounds of the buckets, in seconds, growing; beyond the last there is one without a bound.
    private let bounds: [Double]
    private var counts: [Int]
    private var sum = 0.0

    /// - Parameter bounds: the upper bounds of the buckets, in seconds, growing.
    package init(bounds: [Double]) {
        precondition(bounds == bounds.sorted(), "a value must have one first bucket")
        self.bounds = bounds
        counts = Array(repeating: 0, count: bounds.count + 1)
    }

    /// Something took so long.
    package mutating func observe(_ duration: Duration) {
        let seconds = duration / .seconds(1)
        counts[bounds.firstIndex { seconds <= $0 } ?? bounds.count] += 1
        sum += seconds
    }

    /// The metric; each bucket counts those before it too.
    package func family(_ name: String, _ help: String) -> MetricFamily {
        var below = 0
        var samples: [MetricFamily.Sample] = []
        for (bound, count) in zip(bounds + [.infinity], counts) {
            below += count
            samples.append(
                .init(suffix: "_bucket", labels: [.init(name: "le", value: bound.metricText)], value: Double(below)))
        }
        samples.append(.init(suffix: "_sum", value: sum))
        samples.append(.init(suffix: "_count", value: Double(below)))
        return MetricFamily(name: name, help: help, kind: .histogram, samples: samples)
    }
}
