// SPDX-License-Identifier: Apache-2.0

internal import Foundation

/// A file that holds a key.
enum SecretFile {
    /// Its bytes, without line breaks at the end.
    ///
    /// - Throws: `BackendError` when it cannot be read, or is empty.
    static func key(_ path: String) throws(BackendError) -> [UInt8] {
        guard var bytes = FileManager.default.contents(atPath: path).map({ Array($0) }) else {
            throw BackendError(
                "the key in \(path) cannot be read; is the file there, and may the daemon's user read it?")
        }
        while let last = bytes.last, last == 0x0A || last == 0x0D { bytes.removeLast() }
        guard !bytes.isEmpty else { throw BackendError("there is no key in \(path)") }
        return bytes
    }
}
