// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A new folder in `/tmp`, where paths are short enough for a socket (107 bytes at most), whatever `TMPDIR` says.
package struct ScratchFolder: Sendable {
    /// The folder, without a slash at the end.
    package let path: String

    /// Makes it, for its owner only.
    package init() throws {
        var template = Array("/tmp/datanommer-test-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else {
            throw ScratchError("no folder could be made in /tmp: \(String(cString: strerror(errno)))")
        }
        path = template.withUnsafeBufferPointer { String(decoding: $0.dropLast().map(UInt8.init), as: UTF8.self) }
    }

    /// Removes it with all that is in it; what cannot be removed stays.
    package func remove() {
        try? FileManager.default.removeItem(atPath: path)
    }
}

/// What keeps a test from having its engine, and what to do about it.
package struct ScratchError: Error, CustomStringConvertible {
    /// What was tried, what was said, what to do next.
    package let description: String

    init(_ description: String) {
        self.description = description
    }
}
