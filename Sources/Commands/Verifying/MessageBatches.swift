// SPDX-License-Identifier: Apache-2.0

internal import DatanommerModels
internal import Signatures

/// Messages to be checked, some at a time, in order.
protocol MessageBatches {
    associatedtype Batch: CheckedBatch

    /// The next ones; nil after the last.
    mutating func next() async throws -> Batch?
}

/// Messages that can be checked away from where they came from.
protocol CheckedBatch: Sendable {
    func checked(by checker: SignatureChecker) -> [CheckedMessage]
}

/// The lines of files, in batches.
struct LineBatches: MessageBatches {
    struct Batch: CheckedBatch {
        fileprivate var lines: [[UInt8]] = []

        func checked(by checker: SignatureChecker) -> [CheckedMessage] {
            lines.map { CheckedMessage(line: $0, by: checker) }
        }
    }

    /// A batch is one of either, whichever comes first.
    private static let (most, mostBytes) = (256, 4 << 20)

    private var lines: EnvelopeLines

    init(_ paths: [String]) {
        lines = EnvelopeLines(paths)
    }

    mutating func next() async throws -> Batch? {
        var batch = Batch()
        var bytes = 0
        while batch.lines.count < Self.most, bytes < Self.mostBytes, let line = try lines.next() {
            batch.lines.append(line)
            bytes += line.count
        }
        return batch.lines.isEmpty ? nil : batch
    }
}

/// Stored messages, in batches.
struct StoredBatches: MessageBatches {
    struct Batch: CheckedBatch {
        fileprivate let messages: [Message]

        func checked(by checker: SignatureChecker) -> [CheckedMessage] {
            messages.map { CheckedMessage(stored: $0, by: checker) }
        }
    }

    private let archive: Archive
    private let filter: MessageFilter
    private var cursor: MessageCursor?
    private var isAtEnd = false

    init(_ archive: Archive, _ filter: MessageFilter) {
        self.archive = archive
        self.filter = filter
    }

    mutating func next() async throws -> Batch? {
        guard !isAtEnd else { return nil }
        let page = try await archive.grep(filter, after: cursor, limit: 256)
        cursor = page.next
        isAtEnd = cursor == nil
        return Batch(messages: page.messages)
    }
}
