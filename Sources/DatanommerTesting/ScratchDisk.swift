// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A small disk of a test's own, in memory, which it can fill.
package struct ScratchDisk: Sendable {
    /// Where it is mounted.
    package let path: String

    /// Why this process cannot have one; nil when it can.
    package static let obstacle: String? = {
        do {
            let disk = try ScratchDisk(mebibytes: 1)
            disk.remove()
            return nil
        } catch {
            return "\(error)"
        }
    }()

    /// Lends a disk of a size; anyone may write to it.
    ///
    /// - Throws: ``ScratchError`` where none can be mounted, and what the body throws.
    package static func with<R>(mebibytes: Int, _ body: (ScratchDisk) async throws -> R) async throws -> R {
        let disk = try ScratchDisk(mebibytes: mebibytes)
        defer { disk.remove() }
        return try await body(disk)
    }

    private init(mebibytes: Int) throws {
        let folder = try ScratchFolder()
        let words = ["mount", "-t", "tmpfs", "-o", "size=\(mebibytes)m,mode=1777", "datanommer-test", folder.path]
        guard try ChildProcess(words).wait() == 0 else {
            folder.remove()
            throw ScratchError("no disk could be mounted at \(folder.path): it takes root, and a system that allows it")
        }
        // The folder that is the disk's top belongs to the mount: the outer one must let others through.
        path = folder.path
    }

    /// Takes all the room that is left.
    package func fill() throws {
        let descriptor = open(filler, O_WRONLY | O_CREAT | O_APPEND, 0o600)
        guard descriptor >= 0 else { throw ScratchError("\(filler): \(String(cString: strerror(errno)))") }
        defer { close(descriptor) }
        for size in [1 << 20, 4_096] {
            let bytes = [UInt8](repeating: 0, count: size)
            while write(descriptor, bytes, size) > 0 {}
        }
    }

    /// Gives the room back.
    package func empty() {
        unlink(filler)
    }

    private var filler: String { path + "/filler" }

    private func remove() {
        // Lazily: a server may still be about to let go of it.
        _ = try? ChildProcess(["umount", "-l", path]).wait()
        rmdir(path)
    }
}
