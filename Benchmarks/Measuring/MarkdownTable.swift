// SPDX-License-Identifier: Apache-2.0

/// A table for docs/BENCHMARKS.md.
enum MarkdownTable {
    /// Prints a title and the head; rows follow when they are known.
    static func begin(_ title: String, _ columns: [String]) {
        print("\n### \(title)\n")
        row(columns)
        row(columns.indices.map { $0 == 0 ? "---" : "---:" })
    }

    static func row(_ cells: [String]) {
        print("| \(cells.joined(separator: " | ")) |")
    }
}

extension Double {
    /// Two digits behind the point below ten, one below a hundred; a dash where there is no number.
    var figure: String {
        guard isFinite else { return "–" }
        let tens = self < 10 ? 100.0 : self < 100 ? 10 : 1
        let rounded = (self * tens).rounded() / tens
        return tens == 1 ? Int(rounded).description : rounded.description
    }

    /// A whole number with commas: 12,345.
    var whole: String {
        guard isFinite else { return "–" }
        return String(Int(rounded())).reversed().enumerated().reduce(into: "") { text, digit in
            if digit.offset > 0, digit.offset.isMultiple(of: 3) { text.append(",") }
            text.append(digit.element)
        }.reversed().map(String.init).joined()
    }
}
