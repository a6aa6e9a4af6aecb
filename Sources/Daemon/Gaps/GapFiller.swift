// SPDX-License-Identifier: Apache-2.0

internal import Bus
internal import DatanommerModels
internal import Logging
internal import SQL

/// Asks one publisher's replay endpoint for what was missed of the publisher.
///
/// A gap stays open until all its numbers were asked for and what came is in the spool. After a crash it is asked for
/// again, and what came before is skipped by its identity.
struct GapFiller: Sendable {
    let publisher: String
    let requester: Requester
    let timeout: Duration
    let archive: Archive
    let intake: LateIntake
    let tally: GapTally
    let logger: Logger
    let wakening = Wakening()

    /// Works on open gaps, now and whenever it is woken, until the task is cancelled.
    func run() async {
        wakening.call()
        for await _ in wakening.calls {
            while let gap = await oldestGap(), await fill(gap) {}
        }
    }

    private func oldestGap() async -> Gap? {
        await intake.untilDone { try await archive.openGaps(of: publisher, limit: 1) }?.first
    }

    /// Asks for a gap's numbers and settles it; false when the task was cancelled before.
    private func fill(_ gap: Gap) async -> Bool {
        guard var questions = GapQuestions(gap) else { return await settle(gap, as: [gap.withoutNumbers]) }
        while let chunk = questions.nextChunk {
            switch await ask(for: chunk) {
            case .messages(let messages):
                tally.count { $0.replayed += UInt64(messages.count) }
                guard await intake.take(messages.sorted { $0.key < $1.key }.map(\.value)) else { return false }
                questions.answered(chunk, with: Set(messages.keys), others: Self.notThere)
            case .nothing: questions.answered(chunk, with: [], others: Self.notThere)
            case .failed(let reason): questions.giveUp(reason)
            case nil: return false
            }
        }
        return await settle(gap, as: questions.findings)
    }

    private static let notThere = "the replay endpoint does not have it"

    /// The answer, after some attempts; nil when the task was cancelled before.
    private func ask(for numbers: ClosedRange<Int64>) async -> ReplayAnswer? {
        var delay = AskingDelay(first: timeout)
        while true {
            let answer = await askOnce(for: numbers)
            guard case .failed = answer, !Task.isCancelled else { return Task.isCancelled ? nil : answer }
            tally.count { $0.failedQuestions += 1 }
            guard let wait = delay.failed() else { return answer }
            try? await Task.sleep(for: wait)
        }
    }

    private func askOnce(for numbers: ClosedRange<Int64>) async -> ReplayAnswer {
        do throws(BusError) {
            let frames = try await requester.ask(ReplayAnswer.question(for: numbers), within: timeout)
            return ReplayAnswer(
                frames, to: numbers, of: publisher, receivedAt: Timestamp.now.microseconds)
        } catch {
            return .failed("\(error)")
        }
    }

    private func settle(_ gap: Gap, as parts: [NewGap]) async -> Bool {
        guard await intake.untilDone({ try await archive.settle(gap, as: parts) }) != nil else { return false }
        let lost = parts.filter { $0.state == .lost }
        tally.count { if lost.isEmpty { $0.filled += 1 } else { $0.lost += 1 } }
        if lost.isEmpty {
            logger.info("gap filled", metadata: gap.metadata)
        }
        if let first = lost.first {
            let missing = lost.compactMap(\.numbers).reduce(0.0) { $0 + Double($1.upperBound - $1.lowerBound) + 1 }
            logger.error(
                "gap not filled, messages are lost",
                metadata: gap.metadata.merging([
                    LogKey.count: "\(Int64(exactly: missing).map(String.init) ?? "\(missing)")",
                    LogKey.error: "\(first.detail)",
                ]) { $1 })
        }
        return true
    }
}

extension Gap {
    /// Which gap it is, for the log.
    var metadata: Logger.Metadata {
        var metadata: Logger.Metadata = [LogKey.source: "\(source)"]
        if let numbers { metadata[LogKey.numbers] = "\(numbers.lowerBound)-\(numbers.upperBound)" }
        if let since { metadata[LogKey.since] = "\(since)" }
        if let until { metadata[LogKey.until] = "\(until)" }
        return metadata
    }

    /// A replay endpoint is asked by numbers only.
    fileprivate var withoutNumbers: NewGap {
        NewGap(source: source, since: since, until: until, state: .lost, detail: "it has no numbers to ask for")
    }
}
