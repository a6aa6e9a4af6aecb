// SPDX-License-Identifier: Apache-2.0

/// Metrics in the text format of Prometheus, read strictly: what is not as the format says is an error.
package struct PrometheusText {
    /// The samples by name and labels, spelled as they were: `x_total{reason="a"}`.
    package private(set) var samples: [String: Double] = [:]
    /// The type of each family.
    package private(set) var types: [String: String] = [:]
    private var helped: Set<String> = []
    private var family = ""

    /// - Throws: ``ScratchError`` with the first line that is wrong.
    package init(_ text: String) throws {
        guard text.isEmpty || text.hasSuffix("\n") else { throw ScratchError("the last line has no end") }
        for line in text.split(separator: "\n", omittingEmptySubsequences: false).dropLast() { try read(line) }
        for (name, type) in types where type == "histogram" { try checkHistogram(name) }
    }

    private mutating func read(_ line: Substring) throws {
        if let parts = line.wholeMatch(of: /# HELP ([a-zA-Z_:][a-zA-Z0-9_:]*) ((?:[^\\\n]|\\\\|\\n)+)/) {
            guard helped.insert(String(parts.1)).inserted else { throw ScratchError("a second \(line)") }
            family = String(parts.1)
        } else if let parts = line.wholeMatch(of: /# TYPE ([a-zA-Z_:][a-zA-Z0-9_:]*) (counter|gauge|histogram)/) {
            guard String(parts.1) == family, types.updateValue(String(parts.2), forKey: family) == nil else {
                throw ScratchError("misplaced: \(line)")
            }
        } else {
            try readSample(line)
        }
    }

    private mutating func readSample(_ line: Substring) throws {
        let sample =
            /([a-zA-Z_:][a-zA-Z0-9_:]*)((?:\{[a-zA-Z_][a-zA-Z0-9_]*="(?:[^\\"\n]|\\\\|\\"|\\n)*"(?:,[a-zA-Z_][a-zA-Z0-9_]*="(?:[^\\"\n]|\\\\|\\"|\\n)*")*\})?) (NaN|[+-]Inf|-?[0-9]+(?:\.[0-9]+)?(?:e[+-]?[0-9]+)?)/
        guard let parts = line.wholeMatch(of: sample), let value = Double(parts.3) else {
            throw ScratchError("no sample: \(line)")
        }
        let isOfFamily: Bool
        switch types[family] {
        case "histogram": isOfFamily = ["_bucket", "_sum", "_count"].contains { parts.1 == family + $0 }
        case "counter", "gauge": isOfFamily = parts.1 == family
        default: isOfFamily = false
        }
        guard isOfFamily else { throw ScratchError("not below its family: \(line)") }
        guard samples.updateValue(value, forKey: String(parts.1 + parts.2)) == nil else {
            throw ScratchError("a second \(line)")
        }
    }

    private func checkHistogram(_ name: String) throws {
        let buckets = samples.filter { $0.key.hasPrefix("\(name)_bucket{le=") }
        let sorted = buckets.map {
            (Double($0.key.split(separator: "\"")[1].replacing("+Inf", with: "inf")) ?? -1, $0.value)
        }
        .sorted { $0.0 < $1.0 }
        guard sorted.last?.0 == .infinity, sorted.last?.1 == samples["\(name)_count"], samples["\(name)_sum"] != nil,
            zip(sorted, sorted.dropFirst()).allSatisfy({ $0.1 <= $1.1 })
        else { throw ScratchError("the histogram \(name) does not add up") }
    }
}
