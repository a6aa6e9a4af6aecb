// SPDX-License-Identifier: Apache-2.0

internal import DatanommerModels

/// Looks up which messages of a batch are stored, on a connection of its own, while the database has the batch before it.
///
/// It is a help and no more: what could not be looked up in time is looked up when the batch's turn comes.
struct LookingAhead: Sendable {
    let archive: Archive
    /// Fewer messages are looked up sooner than a second connection is asked.
    private static let leastMessages = 200
    /// A database that takes longer has other troubles, and the batch shall not wait for it.
    private static let patience = Duration.seconds(2)

    /// What is stored of some messages; nil: not known.
    func lookUp(_ messages: [Message]) async -> EarlyLookup? {
        guard messages.count >= Self.leastMessages else { return nil }
        return await withTaskGroup(of: EarlyLookup?.self) { group in
            group.addTask { try? await archive.lookUp(messages) }
            group.addTask {
                try? await Task.sleep(for: Self.patience)
                return nil
            }
            defer { group.cancelAll() }
            return await group.next() ?? nil
        }
    }
}
