// SPDX-License-Identifier: Apache-2.0

/// How a partition is divided so that wanted stretches of time become partitions of their own; pure.
struct PartitionSplit: Hashable {
    /// What is divided.
    let partition: Partition
    /// What its own tables hold afterwards, maybe under another name. The end of it all, or of a stretch between intervals:
    /// history comes in the order of time, and so moves nothing.
    let kept: Partition
    /// What gets new tables, in order.
    let made: [Partition]
    /// Those of the parts that were wanted, in order.
    let wanted: [Partition]

    /// All that the partition is divided into, in order.
    var parts: [Partition] { (made + [kept]).sorted { $0.isBefore($1) } }

    /// What is to be done so that there is a partition for each wanted stretch of time, as far as it does not lie in one that
    /// is there already: those are left as they are, whatever the interval is now.
    static func splits(of partitions: [Partition], for ranges: [Range<Timestamp>]) -> [PartitionSplit] {
        partitions.filter(\.isRemainder).compactMap { partition in
            let wanted = ranges.compactMap(partition.overlap).filter { !$0.isAll(of: partition) }
            return PartitionSplit(partition, wanted: wanted.sorted { $0.isBefore($1) })
        }
    }

    private init?(_ partition: Partition, wanted: [Partition]) {
        guard !wanted.isEmpty else { return nil }
        var parts: [Partition] = []
        var reached = partition.start
        for part in wanted {
            if part.start != reached { parts.append(Partition(from: reached, to: part.start)) }
            parts.append(part)
            reached = part.end
        }
        if reached != partition.end { parts.append(Partition(from: reached, to: partition.end)) }
        // What is open at the beginning stays where it is: most of it is older than what is wanted.
        kept = parts.remove(at: partition.start == nil ? 0 : parts.count - 1)
        made = parts
        self.partition = partition
        self.wanted = wanted
    }
}

extension Partition {
    /// Whether both hold the same time.
    fileprivate func isAll(of other: Partition) -> Bool { start == other.start && end == other.end }

    /// In order of time. No two overlap.
    fileprivate func isBefore(_ other: Partition) -> Bool {
        guard let start else { return true }
        return other.start.map { start < $0 } ?? false
    }
}
