// SPDX-License-Identifier: Apache-2.0

internal import Glibc

/// What tells a file from the one that stood in its place before.
struct FileStamp: Hashable, Sendable {
    private let inode: UInt64
    private let size: Int64
    private let changed: [Int]

    /// Looks at a file; nil when there is none.
    init?(_ path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        inode = UInt64(status.st_ino)
        size = Int64(status.st_size)
        changed = [
            status.st_mtim.tv_sec, status.st_mtim.tv_nsec,
            // Catches what was written over in place and given its old time back.
            status.st_ctim.tv_sec, status.st_ctim.tv_nsec,
        ]
    }
}
