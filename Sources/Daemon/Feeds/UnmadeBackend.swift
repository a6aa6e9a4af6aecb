// SPDX-License-Identifier: Apache-2.0

internal import Flow

/// Stands for a backend that cannot be made any more, since a file that it needs is gone: what is delivered waits.
struct UnmadeBackend: Backend {
    /// What was wrong, in words for the operator.
    let reason: String

    func check() throws(DeliveryError) { throw .later(reason) }

    func deliver(_: [Record]) throws(DeliveryError) { throw .later(reason) }

    func close() {}
}
