// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The configuration file as text.
enum SettingsFile {
    /// The most that is read, in bytes: a hundred times a file that sets every key, and nothing to a machine.
    static let maximumBytes = 1 << 20

    /// Whether there is something at the path, whoever may read it.
    ///
    /// A path that cannot be looked at for another reason counts as there, so that reading it tells the reason.
    static func exists(_ path: String) -> Bool {
        access(path, F_OK) == 0 || (errno != ENOENT && errno != ENOTDIR)
    }

    /// The file's text.
    ///
    /// - Throws: `SettingsError.Code.unreadable` if it cannot be read, is longer than `maximumBytes` or is not UTF-8.
    static func text(of path: String) throws(SettingsError) -> String {
        guard let bytes = read(path) else {
            throw unreadable(path, "cannot be read: \(String(cString: strerror(errno)))")
        }
        guard bytes.count <= maximumBytes else {
            throw unreadable(path, "is larger than \(maximumBytes) bytes, which no configuration is")
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw unreadable(path, "is not UTF-8 text; save it as UTF-8")
        }
        return text
    }

    /// At most one byte more than allowed, or none with `errno` set.
    private static func read(_ path: String) -> [UInt8]? {
        guard let stream = fopen(path, "rb") else { return nil }
        defer { fclose(stream) }
        var bytes = [UInt8](repeating: 0, count: maximumBytes + 1)
        let count = fread(&bytes, 1, bytes.count, stream)
        // A directory opens, and fails only here.
        guard ferror(stream) == 0 else { return nil }
        return Array(bytes.prefix(count))
    }

    private static func unreadable(_ path: String, _ message: String) -> SettingsError {
        SettingsError(code: .unreadable, key: nil, file: path, line: nil, message: message)
    }
}
