// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import SQL

@Suite struct `Patience with a server` {
    private let start = ContinuousClock.now

    /// The advice of each second, while nothing is heard.
    private func advice(
        _ patience: Patience, seconds: ClosedRange<Int>, isCancelled: Bool = false, mayStop: Bool = true
    ) -> [Patience.Advice] {
        var patience = patience
        return seconds.map {
            patience.advice(at: start + .seconds($0), isCancelled: isCancelled, mayStop: mayStop)
        }
    }

    @Test func `waits for ever where there is no limit`() {
        let patience = Patience(limit: nil, at: start)
        #expect(advice(patience, seconds: 100_000...100_001) == [.wait, .wait])
    }

    @Test func `has the statement stopped at the limit, and gives the connection up five seconds later`() {
        let patience = Patience(limit: .seconds(7), at: start)
        #expect(
            advice(patience, seconds: 6...13) == [.wait, .stop, .stop, .stop, .stop, .stop, .giveUp, .giveUp])
    }

    @Test func `leaves the wish to stop no longer than the limit`() {
        let patience = Patience(limit: .seconds(2), at: start)
        #expect(advice(patience, seconds: 1...4) == [.wait, .stop, .stop, .giveUp])
    }

    @Test func `begins anew with each word, sent or heard`() {
        var patience = Patience(limit: .seconds(7), at: start)
        patience.heard(at: start + .seconds(6))
        #expect(advice(patience, seconds: 12...13) == [.wait, .stop])
        patience.sent(at: start + .seconds(20))
        #expect(advice(patience, seconds: 26...27) == [.wait, .stop])
    }

    @Test func `ends at once when nobody wants the answer, with and without a limit`() {
        for limit in [nil, Duration.seconds(60)] {
            let patience = Patience(limit: limit, at: start)
            #expect(
                advice(patience, seconds: 1...6, isCancelled: true) == [.stop, .stop, .stop, .stop, .stop, .giveUp])
        }
    }

    @Test func `does not have stopped what must not be, and gives the connection up at the limit`() {
        let patience = Patience(limit: .seconds(7), at: start)
        #expect(advice(patience, seconds: 6...7, mayStop: false) == [.wait, .giveUp])
        let endless = Patience(limit: nil, at: start)
        #expect(advice(endless, seconds: 4...5, isCancelled: true, mayStop: false) == [.wait, .giveUp])
    }

    @Test func `tells whether it was at its end, or somebody else's`() {
        var patience = Patience(limit: .seconds(7), at: start)
        _ = patience.advice(at: start + .seconds(1), isCancelled: true, mayStop: true)
        #expect(!patience.hasEnded)
        _ = patience.advice(at: start + .seconds(8), isCancelled: false, mayStop: true)
        #expect(patience.hasEnded)
    }
}
