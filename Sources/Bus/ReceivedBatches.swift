// SPDX-License-Identifier: Apache-2.0

/// The batches of a ``BatchSource``, in order, each handed out once.
///
/// Ends when the subscriber was stopped and everything it had received was handed out. A task that is cancelled while
/// it waits gets nil; no batch is lost by that, the next reader gets it. Meant for one reader at a time: several share
/// the batches between them.
package struct ReceivedBatches: AsyncSequence, Sendable {
    /// Takes batches out of the subscriber's buffer.
    package struct Iterator: AsyncIteratorProtocol {
        fileprivate let buffer: BoundedBuffer<ReceivedBatch>

        /// The next batch, or nil after the last one and in a cancelled task.
        package mutating func next(isolation actor: isolated (any Actor)? = #isolation) async -> ReceivedBatch? {
            await buffer.next()
        }
    }

    let buffer: BoundedBuffer<ReceivedBatch>

    /// A reader that goes on where the last one stopped.
    package func makeAsyncIterator() -> Iterator { Iterator(buffer: buffer) }
}
