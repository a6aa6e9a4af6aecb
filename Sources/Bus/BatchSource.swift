// SPDX-License-Identifier: Apache-2.0

/// What listens to publishers of one bus and hands over what they say in batches.
package protocol BatchSource: AnyObject, Sendable {
    /// What is received, in batches; see ``ReceivedBatches`` for its end and for several readers.
    var batches: ReceivedBatches { get }
    /// What was received so far.
    var counts: ReceiveCounts { get }
    /// The endpoints connected at the moment, sorted.
    var connectedEndpoints: [String] { get }
    /// Starts listening, once.
    func start() throws(BusError)
    /// Reads what has arrived, hands it over, and ends ``batches``; returns at once.
    func stop()
}
