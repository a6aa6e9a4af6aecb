// SPDX-License-Identifier: Apache-2.0

internal import Dispatch

/// Runs an actor's jobs on a dispatch queue of their own, where they may block without holding up Swift's thread pool.
///
/// (Linux has no `DispatchSerialQueue`, which elsewhere is an executor by itself.)
package final class QueueExecutor: SerialExecutor {
    private let queue: DispatchQueue

    /// An executor on a new serial queue.
    ///
    /// - Parameter label: the queue's name, as debuggers and crash reports show it.
    package init(label: String) {
        queue = DispatchQueue(label: label)
    }

    /// Runs a job after those before it.
    package func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { job.runSynchronously(on: self.asUnownedSerialExecutor()) }
    }
}
