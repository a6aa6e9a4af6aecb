// SPDX-License-Identifier: Apache-2.0

package import Flow

/// What a template makes of a batch: rows in the records' order, and the records it can make none of.
package struct TemplatedBatch: Hashable, Sendable {
    /// A row and the record it is of.
    package struct Entry: Hashable, Sendable {
        /// The record's position.
        package let position: Int64
        /// Its row.
        package let row: SQLTemplate.Row
    }

    /// The rows; records that the template passes over have none.
    package private(set) var entries: [Entry] = []
    /// The records out of which no row can be made, and why.
    package private(set) var refusals: [DeliveryError.Refusal] = []

    /// Makes all rows.
    package init(_ batch: [Record], _ template: SQLTemplate) {
        entries.reserveCapacity(batch.count)
        for record in batch {
            do throws(TemplateRefusal) {
                guard let row = try template.row(for: record) else { continue }
                entries.append(Entry(position: record.position, row: row))
            } catch {
                refusals.append(DeliveryError.Refusal(position: record.position, reason: error.description))
            }
        }
    }

    /// Takes a row out that the database refused.
    package mutating func refuse(_ index: Int, _ reason: String) {
        let entry = entries.remove(at: index)
        refusals.append(DeliveryError.Refusal(position: entry.position, reason: reason))
    }

    /// Stretches of rows that one statement takes, in order.
    package var runs: [Range<Int>] {
        var runs: [Range<Int>] = []
        for index in entries.indices {
            if let last = runs.last, entries[last.lowerBound].row.statement == entries[index].row.statement {
                runs[runs.count - 1] = last.lowerBound..<(index + 1)
            } else {
                runs.append(index..<(index + 1))
            }
        }
        return runs
    }

    /// Tells of the refused records, if there are any.
    package func throwRefusals() throws(DeliveryError) {
        try refusals.throwIfAny()
    }
}
