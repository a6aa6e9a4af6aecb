// SPDX-License-Identifier: Apache-2.0

internal import Glibc

/// Reads a file of the configuration whole.
enum FileBytes {
    /// Why a file cannot be read, in the system's words.
    struct Problem: Error, CustomStringConvertible {
        let description: String
    }

    /// More than any such file needs, in bytes: what is larger is another file.
    private static let limit = 64 << 20

    /// The bytes of a file.
    ///
    /// - Throws: `Problem` with the system's word for it.
    static func read(_ path: String) throws(Problem) -> [UInt8] {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw .system() }
        defer { close(file) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 64 << 10)
        while true {
            let count = Glibc.read(file, &chunk, chunk.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw .system() }
            guard count > 0 else { return bytes }
            bytes += chunk[..<count]
            guard bytes.count <= limit else { throw Problem(description: "it is larger than \(limit) bytes") }
        }
    }
}

extension FileBytes.Problem {
    fileprivate static func system() -> FileBytes.Problem {
        FileBytes.Problem(description: String(cString: strerror(errno)))
    }
}
