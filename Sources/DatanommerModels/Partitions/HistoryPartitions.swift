// SPDX-License-Identifier: Apache-2.0

/// Makes partitions for history that is loaded, before its messages come: they are empty then, and cost nothing.
///
/// It is a favour, not a condition: without one the messages lie before or between the partitions that are there.
package struct HistoryPartitions {
    /// As they were when they were last looked at; nil: not yet.
    private var partitions: [Partition]?
    /// Where it did not work; not tried again, or each batch would wait for those who read.
    private var failed: Set<Range<Timestamp>> = []

    /// An interval gets a partition when at least this part of a batch lies in it: strays get none.
    private static let share = 4

    /// Nothing looked at yet.
    package init() {}

    /// Makes those that a good part of a batch wants.
    package mutating func prepare(for batch: [Message], in archive: Archive) async {
        do {
            if partitions == nil { partitions = try await archive.partitions() }
            for range in wanted(batch.map(\.timestamp)) {
                failed.insert(range)
                _ = try await archive.makePartitions(of: [range])
                failed.remove(range)
                partitions = try await archive.partitions()
            }
        } catch {
            // The batch is appended all the same, and its own error tells what is wrong if anything is.
        }
    }

    /// The intervals that a good part of some moments lies in, of those that have no partition yet.
    func wanted(_ times: [Timestamp]) -> [Range<Timestamp>] {
        guard let partitions, let interval = partitions.last(where: { $0.interval != nil })?.interval else { return [] }
        let strays = times.filter { time in partitions.contains { $0.isRemainder && $0.contains(time) } }
        let counts = Dictionary(grouping: strays) { interval.range(containing: $0) }.mapValues(\.count)
        let enough = max(1, times.count / Self.share)
        return counts.filter { $0.value >= enough && !failed.contains($0.key) }.map(\.key)
            .sorted { $0.lowerBound < $1.lowerBound }
    }

    /// The same with partitions as they are.
    init(_ partitions: [Partition]) {
        self.partitions = partitions
    }
}

extension Partition {
    /// Whether a moment lies in it.
    fileprivate func contains(_ time: Timestamp) -> Bool {
        (start.map { $0 <= time } ?? true) && (end.map { time < $0 } ?? true)
    }
}
