// SPDX-License-Identifier: Apache-2.0

internal import JSONText

/// Records that wait until a cadence hands them over, in the order of their positions. Pure.
struct Gathering: Hashable, Sendable {
    private let cadence: Cadence
    private var records: [Record] = []
    /// The sizes of the records, in bytes.
    private var sizes: [Int] = []
    private var totalBytes = 0
    /// When the first of them came.
    private var since: ContinuousClock.Instant?

    init(_ cadence: Cadence) {
        self.cadence = cadence
    }

    var isEmpty: Bool { records.isEmpty }

    /// Whether there is a whole batch, so that no more need be read.
    var isFull: Bool { records.count >= cadence.limit || totalBytes >= cadence.bytes }

    /// More came.
    mutating func add(_ more: [Record], at now: ContinuousClock.Instant) {
        if records.isEmpty, !more.isEmpty { since = now }
        records += more
        let more = more.map(\.approximateBytes)
        sizes += more
        totalBytes += more.reduce(0, +)
    }

    /// When those that are there go, whatever else comes; nil while there are none.
    var due: ContinuousClock.Instant? { since.map { $0 + cadence.within } }

    /// Whether a batch goes now.
    func isDue(at now: ContinuousClock.Instant) -> Bool { isFull || due.map { $0 <= now } ?? false }

    /// Takes a batch off: the oldest, one at least if there is any.
    mutating func take() -> [Record] {
        var (count, bytes) = (0, 0)
        while count < min(records.count, cadence.limit), count == 0 || bytes + sizes[count] <= cadence.bytes {
            bytes += sizes[count]
            count += 1
        }
        defer {
            records.removeFirst(count)
            sizes.removeFirst(count)
            totalBytes -= bytes
            if records.isEmpty { since = nil }
        }
        return Array(records[..<count])
    }

    mutating func removeAll() { self = Gathering(cadence) }
}

extension Record {
    /// About how much of memory it takes: its texts, and something for each field.
    var approximateBytes: Int {
        fields.reduce(64) { sum, field in
            switch field.value {
            case .text(let text): sum + 32 + text.utf8.count
            case .json(let text): sum + 32 + text.bytes.count
            case .null, .boolean, .integer, .timestamp: sum + 32
            }
        }
    }
}
