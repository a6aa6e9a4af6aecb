// SPDX-License-Identifier: Apache-2.0

/// One metric with all its samples, as Prometheus reads it.
package struct MetricFamily: Hashable, Sendable {
    /// What the numbers are.
    package enum Kind: String, Hashable, Sendable {
        /// Counts since the start; it never goes down.
        case counter
        /// A state, which goes up and down.
        case gauge
        /// How often something took how long.
        case histogram
    }

    /// A name and its value, which tell a sample from the others of its family.
    package struct Label: Hashable, Sendable {
        let name: String
        let value: String
    }

    /// One number.
    package struct Sample: Hashable, Sendable {
        /// What stands behind the family's name: nothing, or of a histogram `_bucket`, `_sum` or `_count`.
        var suffix = ""
        var labels: [Label] = []
        let value: Double
    }

    /// The name, in snake case, with its unit: `…_total`, `…_seconds`, `…_bytes`.
    package let name: String
    let help: String
    let kind: Kind
    let samples: [Sample]
}

extension MetricFamily {
    /// A metric of one number.
    package init(_ kind: Kind, _ name: String, _ help: String, _ value: Double) {
        self.init(name: name, help: help, kind: kind, samples: [Sample(value: value)])
    }

    /// A metric of a count.
    package init(_ kind: Kind, _ name: String, _ help: String, _ value: some BinaryInteger) {
        self.init(kind, name, help, Double(value))
    }

    /// A metric with a number for each value of a label, in the order of those.
    package init(_ kind: Kind, _ name: String, _ help: String, by label: String, _ values: [String: Double]) {
        let samples = values.sorted { $0.key < $1.key }.map {
            Sample(labels: [Label(name: label, value: $0.key)], value: $0.value)
        }
        self.init(name: name, help: help, kind: kind, samples: samples)
    }
}
