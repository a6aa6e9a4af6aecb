// SPDX-License-Identifier: Apache-2.0

internal import DatanommerModels
internal import Flow
internal import Logging
internal import Settings
internal import Synchronization

extension FeedRunner {
    /// Delivers once more what an operator asked for: a stretch of the journal, and dead letters. What fails is tried again
    /// when the bookmark is looked at the next time.
    func deliverAgain() async {
        do {
            while !Task.isCancelled, !run.withLock({ $0.isEnding }), try await deliverStretch() {}
            while !Task.isCancelled, !run.withLock({ $0.isEnding }), try await deliverLetters() {}
        } catch {
            let words = (error as? DeliveryError)?.words ?? "\(error)"
            if !Task.isCancelled {
                note(failure: words)
                logger.warning("feed cannot deliver once more, retrying", metadata: [LogKey.error: "\(words)"])
            }
        }
        run.withLock { $0.isRepeating = false }
        wake()
    }

    /// Delivers some of the stretch; whether there may be more.
    private func deliverStretch() async throws -> Bool {
        guard let bookmark = try await world.archive.bookmark(of: plan.name), let again = bookmark.again else {
            return false
        }
        let limit = min(Self.pageLimit, plan.cadence.limit)
        let page = try await world.archive.records(
            after: again.position, limit: limit, bytes: plan.settings.batch.bytes, upTo: again.end)
        let selected = Selected(page.records, by: plan.selection).records
        let refusals = selected.isEmpty ? [] : try await refused(selected)
        let through = page.isEnd ? again.end : page.through
        let delivery = Delivery(number: 0, records: selected, through: through, generation: bookmark.generation)
        let move = delivery.move(without: refusals)
        tell(refusals)
        world.meters.note { $0.feeds.delivered(plan.name, move.delivered, refused: move.refused.count) }
        return try await world.archive.moveAgain(key(bookmark.generation), move, of: again) && through < again.end
    }

    /// Delivers some dead letters; whether there may be more.
    private func deliverLetters() async throws -> Bool {
        let limit = min(Self.pageLimit, plan.cadence.limit)
        let letters = try await world.archive.deadLettersToDeliver(of: plan.name, limit: limit)
        guard !letters.isEmpty else { return false }
        let records = try await world.archive.records(at: letters.map(\.position))
        let refusals = records.isEmpty ? [] : try await refused(records)
        let there = Set(records.map(\.position))
        let gone = letters.filter { !there.contains($0.position) }.map { letter in
            BookmarkMove.Refused(position: letter.position, id: letter.msgID, reason: "the message has expired")
        }
        let move = Delivery(number: 0, records: records, through: 0, generation: 0).move(without: refusals)
        try await world.archive.settle(
            deadLetters: letters.map(\.position), refused: move.refused + gone, of: plan.name)
        world.meters.note { $0.feeds.delivered(plan.name, move.delivered, refused: move.refused.count) }
        return true
    }
}
