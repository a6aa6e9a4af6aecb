// SPDX-License-Identifier: Apache-2.0

internal import DatanommerModels
internal import Flow

/// Pages of the journal for feeds that are behind its tail: those that stand at the same place share what one of them reads.
///
/// A page is shared for a second: what was removed or renamed since is handed on no longer than that.
actor FeedPages {
    /// A page, and whether nothing else was there when it was read.
    struct Page: Sendable {
        let batch: TailBatch
        let isEnd: Bool
    }

    private struct Kept {
        let position: Int64
        let page: Page
        let readAt: ContinuousClock.Instant
    }

    private let archive: Archive
    private var kept: [Kept] = []
    /// Who waits for what is being read, by the position behind which that is.
    private var waiting: [Int64: [CheckedContinuation<Void, Never>]] = [:]

    /// How much is read at once.
    private static let (limit, bytes) = (500, 4 << 20)
    /// How many pages are kept, and for how long.
    private static let (most, life) = (4, Duration.seconds(1))

    init(_ archive: Archive) {
        self.archive = archive
    }

    /// What lies behind a position.
    ///
    /// - Parameter known: a position that is visible by now: where nothing is found up to it, what was there has gone.
    /// - Throws: `DatabaseError`.
    func page(after position: Int64, known: Int64) async throws -> Page {
        while waiting[position] != nil {
            await withCheckedContinuation { waiting[position]?.append($0) }
        }
        kept.removeAll { $0.readAt.duration(to: .now) > Self.life }
        if let page = kept.first(where: { $0.position == position })?.page { return page }
        waiting[position] = []
        defer { waiting.removeValue(forKey: position)?.forEach { $0.resume() } }
        let read = try await archive.records(after: position, limit: Self.limit, bytes: Self.bytes)
        let through = read.isEnd ? max(read.through, known) : read.through
        let page = Page(batch: TailBatch(read.records, after: position, through: through), isEnd: read.isEnd)
        kept = kept.suffix(Self.most - 1) + [Kept(position: position, page: page, readAt: .now)]
        return page
    }
}
