// SPDX-License-Identifier: Apache-2.0

internal import DatanommerModels
internal import HTTP
internal import SQL

/// Pages through a backlog, and takes what it says to the spool.
struct BacklogReader: Sendable {
    /// What became of a question.
    enum Outcome: Hashable, Sendable {
        /// Everything is in the spool: so many messages.
        case had(Int)
        /// It cannot be had, for this reason.
        case failed(String)
        /// The task was cancelled before.
        case cancelled
    }

    let url: BacklogURL
    let timeout: Duration
    let client: HTTPClient
    let intake: LateIntake
    let tally: GapTally

    /// The largest page, in bytes: a hundred messages of half a megabyte each.
    static let maximumPageBytes = 64 << 20
    /// So many pages are believed: ten million messages of a hundred a page.
    static let maximumPages: Int64 = 100_000

    /// Asks for everything that was said in a stretch of time.
    func read(_ stretch: ClosedRange<Timestamp>, _ wanted: TopicPrefixes) async -> Outcome {
        var (number, had) = (1, 0)
        var before: BacklogPage?
        while true {
            let page: BacklogPage
            switch await self.page(number, of: stretch) {
            case .success(let got): page = got
            case .failure(let reason): return Task.isCancelled ? .cancelled : .failed("page \(number): \(reason)")
            }
            if let problem = Self.problem(with: page, number, after: before) { return .failed(problem) }
            let envelopes = page.envelopes(wanted, receivedAt: Timestamp.now.microseconds)
            guard await intake.take(envelopes) else { return .cancelled }
            tally.count { $0.backlogged += UInt64(envelopes.count) }
            had += envelopes.count
            if page.pages <= number { return .had(had) }
            (number, before) = (number + 1, page)
        }
    }

    /// What shows that the server does not tell the truth.
    static func problem(with page: BacklogPage, _ number: Int, after before: BacklogPage?) -> String? {
        guard page.pages <= maximumPages else { return "the backlog claims to have \(page.pages) pages" }
        if page.count == 0, page.pages > number { return "page \(number) of \(page.pages) is empty" }
        if page.count > 0, page.messages == before?.messages {
            return "page \(number) of \(page.pages) is the same as the one before"
        }
        return nil
    }

    private struct Reason: Error, CustomStringConvertible {
        let description: String
    }

    /// A page, after some attempts.
    private func page(_ number: Int, of stretch: ClosedRange<Timestamp>) async -> Result<BacklogPage, Reason> {
        var delay = AskingDelay(first: timeout)
        while true {
            let reason: Reason
            do throws(HTTPError) {
                let body = try await client.get(
                    url.page(number, of: stretch), within: timeout, maximumBytes: Self.maximumPageBytes)
                if let page = BacklogPage(body) { return .success(page) }
                reason = Reason(description: "the answer is no page of messages")
            } catch {
                reason = Reason(description: "\(error)")
            }
            tally.count { $0.failedQuestions += 1 }
            guard let wait = delay.failed(), !Task.isCancelled else { return .failure(reason) }
            try? await Task.sleep(for: wait)
        }
    }
}
