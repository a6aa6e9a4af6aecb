// SPDX-License-Identifier: Apache-2.0

/// What becomes of a partition all of whose messages are older than what is kept.
public enum RetentionAction: String, CaseIterable, Hashable, Sendable {
    /// It is dropped, with everything in it.
    case drop
    /// It stays as plain tables beside the archive, which no question reads any more.
    case detach
}
