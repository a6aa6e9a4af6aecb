// SPDX-License-Identifier: Apache-2.0

internal import Dispatch

/// Runs tasks on a concurrent dispatch queue of their own, where they may block without holding up Swift's thread pool.
package final class ParallelExecutor: TaskExecutor {
    private let queue: DispatchQueue

    /// An executor on a new concurrent queue.
    ///
    /// - Parameter label: the queue's name, as debuggers and crash reports show it.
    package init(label: String) {
        queue = DispatchQueue(label: label, attributes: .concurrent)
    }

    /// Runs a job as soon as there is a thread for it.
    package func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}
