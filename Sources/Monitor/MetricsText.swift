// SPDX-License-Identifier: Apache-2.0

extension [MetricFamily] {
    /// The metrics in the text format of Prometheus, version 0.0.4.
    package var metricsText: String {
        map(\.text).joined()
    }
}

extension MetricFamily {
    /// A family without samples is told too: whoever reads it learns that it is there.
    fileprivate var text: String {
        var text = "# HELP \(name) \(help.escaped(quotes: false))\n# TYPE \(name) \(kind.rawValue)\n"
        for sample in samples {
            let labels = sample.labels.map { "\($0.name)=\"\($0.value.escaped(quotes: true))\"" }
            let braces = labels.isEmpty ? "" : "{\(labels.joined(separator: ","))}"
            text += "\(name)\(sample.suffix)\(braces) \(sample.value.metricText)\n"
        }
        return text
    }
}

extension Double {
    /// As Prometheus reads numbers; whole ones without a fraction.
    var metricText: String {
        if isNaN { return "NaN" }
        if isInfinite { return self < 0 ? "-Inf" : "+Inf" }
        return Int64(exactly: self).map(String.init) ?? description
    }
}

extension String {
    /// With backslashes before what would end the text: line breaks, backslashes, in labels also quotes.
    fileprivate func escaped(quotes: Bool) -> String {
        var escaped = ""
        // Scalar by scalar: to Swift `\r\n` is one character.
        for scalar in unicodeScalars {
            switch scalar {
            case "\\": escaped += "\\\\"
            case "\n": escaped += "\\n"
            case "\"" where quotes: escaped += "\\\""
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}
