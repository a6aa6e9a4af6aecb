// SPDX-License-Identifier: Apache-2.0

/// An event that a connection's work tells the test of, which waits without blocking a thread of Swift's pool.
struct Signal: Sendable {
    private let stream: AsyncStream<Void>
    private let continuation: AsyncStream<Void>.Continuation

    init() {
        (stream, continuation) = AsyncStream.makeStream()
    }

    /// Tells it, once for each that waits.
    func tell() {
        continuation.yield()
    }

    /// Waits for one telling; a telling before it counts.
    func wait() async {
        for await _ in stream { return }
    }
}
