// SPDX-License-Identifier: Apache-2.0

package import SQL

/// Where a feed's records go.
///
/// Records come at least once: a batch whose delivery failed, or was not heard of the end of, comes again, the same records
/// in the same order under the same identities. A backend that can know an identity again stores it once.
package protocol Backend: Sendable {
    /// Makes sure, before the first record, that records can be delivered: the server answers, the table is there, the
    /// file can be written. Changes nothing at the other end.
    ///
    /// - Throws: `DeliveryError`: `.later` where trying again may help, else what is wrong, in words for the operator.
    func check() async throws(DeliveryError)

    /// Hands over some records, oldest first, and returns when the other end has taken them all.
    ///
    /// - Parameter batch: at least one.
    /// - Throws: `DeliveryError`. After `.later` nothing is known to be taken; after `.never` all are but those it names.
    func deliver(_ batch: [Record]) async throws(DeliveryError)

    /// Lets go of connections and files. Nothing is delivered after it.
    func close() async
}

/// A backend in the archive's own database: its rows and the feed's bookmark are one transaction, so that each record is
/// there exactly once.
package protocol TransactionalBackend: Backend {
    /// The same as `deliver`, inside a transaction of the caller's, which is rolled back on any error.
    ///
    /// - Throws: `DeliveryError`; after `.never` the caller delivers the others again, without those it names.
    func deliver(_ batch: [Record], on connection: any Connection) throws(DeliveryError)
}
