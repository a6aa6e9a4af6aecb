// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
    import Glibc
#else
    import Musl
#endif

/// The objects of a JSON text that was just written, and where their members stand; pure.
struct WrittenObjects {
    /// Members of objects nested deeper stay as they came: ordering moves the bytes inside once a level.
    private static let orderedDepth = 32

    /// The beginnings of the members of all objects, the end of the last behind them.
    private var places: [Int] = []
    /// How many places each object has.
    private var counts: [Int] = []

    /// Notes an object that was closed; those inside it come first. One member has no order.
    mutating func add(_ members: ArraySlice<Int>, end: Int, depth: Int) {
        guard members.count > 1, depth < Self.orderedDepth else { return }
        places.append(contentsOf: members)
        // As if a comma followed the last one as well.
        places.append(end + 1)
        counts.append(members.count + 1)
    }

    /// The text with the members of each object in the order of their bytes.
    ///
    /// An object keeps its place and length, whatever happens inside: so they can be ordered one after the other.
    func ordered(_ text: [UInt8]) -> [UInt8] {
        var text = text
        var scratch: [UInt8] = []
        var first = 0
        for count in counts {
            let places = places[first..<(first + count)]
            first += count
            let ranges = zip(places, places.dropFirst()).map { $0..<($1 - 1) }
            let sorted = text.withUnsafeBytes { bytes in ranges.sorted { Self.precedes($0, $1, bytes) } }
            guard sorted != ranges, let start = ranges.first?.lowerBound, let end = ranges.last?.upperBound else {
                continue
            }
            scratch.removeAll(keepingCapacity: true)
            for range in sorted {
                if !scratch.isEmpty { scratch.append(UInt8(ascii: ",")) }
                scratch.append(contentsOf: text[range])
            }
            text.replaceSubrange(start..<end, with: scratch)
        }
        return text
    }

    private static func precedes(_ one: Range<Int>, _ other: Range<Int>, _ bytes: UnsafeRawBufferPointer) -> Bool {
        guard let base = bytes.baseAddress else { return false }
        let order = memcmp(base + one.lowerBound, base + other.lowerBound, min(one.count, other.count))
        return order == 0 ? one.count < other.count : order < 0
    }
}
