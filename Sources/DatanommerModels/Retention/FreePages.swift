// SPDX-License-Identifier: Apache-2.0

/// What became of the room in a SQLite file that nothing stands in any more.
public enum FreePages: Hashable, Sendable {
    /// So many bytes went back to the file system.
    case givenBack(bytes: Int)
    /// So many bytes stay in the file, to be written over: it was made by a version that could not give them back, and
    /// wants one `VACUUM` with `auto_vacuum = INCREMENTAL`.
    case kept(bytes: Int)
}
