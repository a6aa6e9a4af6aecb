// SPDX-License-Identifier: Apache-2.0

/// Wakes a loop that waits for work: any number of calls while it is busy wake it once more.
struct Wakening: Sendable {
    /// One element for each time the loop is to look for work.
    let calls: AsyncStream<Void>
    private let continuation: AsyncStream<Void>.Continuation

    init() {
        (calls, continuation) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// There is work.
    func call() {
        continuation.yield()
    }
}
