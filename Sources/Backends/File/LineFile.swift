// SPDX-License-Identifier: Apache-2.0

internal import Foundation

/// A file of whole lines that grows; the only owner of its descriptor, which it closes.
final class LineFile {
    /// How large it is, in bytes.
    private(set) var size: Int
    /// When it was begun: what the file system tells, or when it was opened.
    let begunAt: Date
    private let path: String
    private let descriptor: CInt
    private let inode: ino_t
    private let device: dev_t

    /// Opens a file, or makes it, and cuts off a last line that has no end.
    init(_ path: String) throws(LineFileError) {
        self.path = path
        descriptor = open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0o640)
        guard descriptor >= 0 else { throw LineFileError(path, "cannot be opened") }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            close(descriptor)
            throw LineFileError(path, "is no file that can be written")
        }
        (inode, device, size) = (status.st_ino, status.st_dev, Int(status.st_size))
        begunAt = LineFile.beginning(of: path) ?? Date()
        try cutTornLine()
    }

    deinit { close(descriptor) }

    /// Whether the path still leads to it.
    var isStillThere: Bool {
        var status = stat()
        guard stat(path, &status) == 0 else { return false }
        return status.st_ino == inode && status.st_dev == device
    }

    /// Writes bytes at the end, all of them.
    func append(_ bytes: [UInt8]) throws(LineFileError) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            if count < 0 {
                if errno == EINTR { continue }
                throw LineFileError(path, "cannot be written")
            }
            rest = rest.dropFirst(count)
            size += count
        }
    }

    /// Waits until all is on the disk.
    func sync() throws(LineFileError) {
        guard fdatasync(descriptor) == 0 else { throw LineFileError(path, "cannot be made durable") }
    }

    /// A line that a crash cut off has no end; what it held comes again.
    private func cutTornLine() throws(LineFileError) {
        let whole = try endOfLastLine()
        guard whole < size else { return }
        guard ftruncate(descriptor, off_t(whole)) == 0 else { throw LineFileError(path, "cannot be cut") }
        size = whole
    }

    /// Looks backwards, 64 KiB at a time.
    private func endOfLastLine() throws(LineFileError) -> Int {
        var end = size
        while end > 0 {
            let start = max(0, end - 65_536)
            var block = [UInt8](repeating: 0, count: end - start)
            guard pread(descriptor, &block, block.count, off_t(start)) == block.count else {
                throw LineFileError(path, "cannot be read")
            }
            if let place = block.lastIndex(of: UInt8(ascii: "\n")) { return start + place + 1 }
            end = start
        }
        return 0
    }

    /// When the file was made; not all file systems tell.
    private static func beginning(of path: String) -> Date? {
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        return attributes?[.creationDate] as? Date
    }
}
