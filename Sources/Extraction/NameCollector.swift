// SPDX-License-Identifier: Apache-2.0

/// Gathers the names that rules yield, and puts them in order.
struct NameCollector {
    private var names: [String] = []
    private(set) var hasUnstorableName = false

    /// Takes a name, unless it is empty or no database text can hold it.
    ///
    /// - Parameter isLossy: whether lone surrogates in what it was taken from were replaced by U+FFFD.
    mutating func insert(_ name: String, isLossy: Bool) {
        guard !name.isEmpty else { return }
        let isUnstorable = name.unicodeScalars.contains { $0 == "\0" || (isLossy && $0 == "\u{FFFD}") }
        if isUnstorable {
            hasUnstorableName = true
        } else {
            names.append(name)
        }
    }

    /// The names in the order of code points, each once.
    ///
    /// They are compared as a database does, by their bytes: as Swift strings, names that only look alike are equal.
    func sorted() -> [String] {
        var sorted: [String] = []
        for name in names.sorted(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) }) {
            if let last = sorted.last, last.utf8.elementsEqual(name.utf8) { continue }
            sorted.append(name)
        }
        return sorted
    }
}
