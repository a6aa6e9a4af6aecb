// SPDX-License-Identifier: Apache-2.0

package import Bus

/// What the spool gives out in one go, in the order in which it arrived.
package struct SpooledBatch: Hashable, Sendable {
    /// The messages, and what is none.
    package var batch: ReceivedBatch
    /// The place behind them, to be acknowledged once they are stored.
    package var end: SpoolPosition
    /// How many bytes before that place were damaged; a copy of them is kept in the folder `damaged`.
    package var damagedBytes: Int
}
