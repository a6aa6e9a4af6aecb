// SPDX-License-Identifier: Apache-2.0

/// A text as a key, equal to the same bytes only, as it is in a database.
///
/// Two Strings are equal when they look the same: `é` is, whether in one scalar or in two.
struct ExactText: Hashable, Sendable {
    let text: String

    init(_ text: String) {
        var text = text
        text.makeContiguousUTF8()
        self.text = text
    }

    static func == (left: ExactText, right: ExactText) -> Bool {
        left.text.utf8.elementsEqual(right.text.utf8)
    }

    func hash(into hasher: inout Hasher) {
        text.utf8.withContiguousStorageIfAvailable { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    }
}

extension Sequence<String> {
    /// Each text once, in the order of their bytes.
    var exactlyUnique: [String] {
        Set(map(ExactText.init)).map(\.text).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }
}
