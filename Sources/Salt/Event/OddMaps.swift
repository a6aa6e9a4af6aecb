// SPDX-License-Identifier: Apache-2.0

/// Finds the maps that no JSON object can hold: with a key that is no text.
enum OddMaps {
    private struct Open {
        /// The place of a map's head; nil for an array.
        let map: Int?
        var remaining: Int
    }

    /// The places of their heads.
    ///
    /// - Throws: ``MessagePackError``.
    static func find(in bytes: UnsafeRawBufferPointer) throws(MessagePackError) -> Set<Int> {
        var odd: Set<Int> = []
        var reader = MessagePackReader(bytes)
        var open: [Open] = [Open(map: nil, remaining: 1)]
        while let container = open.last {
            guard container.remaining > 0 else {
                open.removeLast()
                continue
            }
            open[open.count - 1].remaining -= 1
            let place = reader.place
            let head = try reader.head()
            // Keys come first, then a value, so an even number is left before a key.
            if let map = container.map, container.remaining.isMultiple(of: 2), !isKey(head, reader) { odd.insert(map) }
            _ = reader.take(head.payload)
            guard head.inner > 0 else { continue }
            var map: Int?
            if case .map = head { map = place }
            open.append(Open(map: map, remaining: head.inner))
        }
        return odd
    }

    /// Whether a key can be the name of a member; `reader` stands behind its head.
    static func isKey(_ head: MessagePackHead, _ reader: MessagePackReader) -> Bool {
        guard case .text(let count) = head else { return false }
        var reader = reader
        return reader.take(count).isUTF8
    }
}
