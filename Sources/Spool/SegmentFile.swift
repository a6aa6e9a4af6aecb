// SPDX-License-Identifier: Apache-2.0

internal import Foundation

/// An open file of the spool; the only owner of its descriptor, which it closes.
struct SegmentFile: ~Copyable {
    private let descriptor: Int32
    private let path: String

    /// Makes an empty file, and makes its name durable.
    init(creating path: String) throws(SpoolError) {
        let created = try Self.open(path, O_RDWR | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC)
        do throws(SpoolError) {
            try Self.synchronize(folderOf: path)
        } catch {
            close(created)
            throw error
        }
        descriptor = created
        self.path = path
    }

    /// Opens a file for reading.
    init(reading path: String) throws(SpoolError) {
        descriptor = try Self.open(path, O_RDONLY | O_CLOEXEC)
        self.path = path
    }

    /// Opens or makes a file for writing in place.
    init(overwriting path: String) throws(SpoolError) {
        descriptor = try Self.open(path, O_RDWR | O_CREAT | O_CLOEXEC)
        self.path = path
    }

    private static func open(_ path: String, _ flags: Int32) throws(SpoolError) -> Int32 {
        let descriptor = Glibc.open(path, flags, 0o600)
        guard descriptor >= 0 else { throw SpoolError(opening: path) }
        return descriptor
    }

    deinit { close(descriptor) }

    /// Takes the file for this process alone, until it is closed; false when another has it.
    func lock() -> Bool { flock(descriptor, LOCK_EX | LOCK_NB) == 0 }

    /// How many bytes it has.
    func size() -> Int {
        var status = stat()
        return fstat(descriptor, &status) == 0 ? Int(status.st_size) : 0
    }

    /// Appends all bytes and makes them durable; after an error the file is as long as it was before.
    func append(_ bytes: [UInt8], at size: Int) throws(SpoolError) {
        do throws(SpoolError) {
            try write(bytes)
            guard fdatasync(descriptor) == 0 else { throw SpoolError(writing: path) }
        } catch {
            // If this fails too, the reader finds a torn record at the end and steps over it.
            _ = ftruncate(descriptor, off_t(size))
            throw error
        }
    }

    private func write(_ bytes: [UInt8]) throws(SpoolError) {
        var written = 0
        while written < bytes.count {
            let count = bytes[written...].withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno != EINTR { throw SpoolError(writing: path) }
            written += max(0, count)
        }
    }

    /// Writes bytes over the beginning; they are durable whenever the system likes.
    func overwrite(_ bytes: [UInt8]) throws(SpoolError) {
        guard pwrite(descriptor, bytes, bytes.count, 0) == bytes.count else { throw SpoolError(writing: path) }
    }

    /// Reads bytes from an offset; fewer at the end of the file.
    func read(at offset: Int, count: Int) throws(SpoolError) -> [UInt8] {
        var failed = false
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, length in
            while length < count {
                let got = pread(
                    descriptor, buffer.baseAddress.map { $0 + length }, count - length, off_t(offset + length))
                if got < 0, errno == EINTR { continue }
                failed = got < 0
                if got <= 0 { return }
                length += got
            }
        }
        if failed { throw SpoolError(reading: path) }
        return bytes
    }

    private static func synchronize(folderOf path: String) throws(SpoolError) {
        let folder = URL(filePath: path).deletingLastPathComponent().path
        let descriptor = Glibc.open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw SpoolError(opening: folder) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw SpoolError(writing: folder) }
    }
}

extension SpoolError {
    fileprivate init(opening path: String) {
        let isFull = errno == ENOSPC || errno == EDQUOT
        self.init(code: isFull ? .full : .unusable, message: "cannot open \(path): \(String(cString: strerror(errno)))")
    }

    fileprivate init(writing path: String) {
        let isFull = errno == ENOSPC || errno == EDQUOT
        self.init(code: isFull ? .full : .failed, message: "cannot write \(path): \(String(cString: strerror(errno)))")
    }

    fileprivate init(reading path: String) {
        self.init(code: .failed, message: "cannot read \(path): \(String(cString: strerror(errno)))")
    }
}
