// SPDX-License-Identifier: Apache-2.0

internal import Foundation

/// The files of a spool: segments named by number, `acknowledged`, `lock`, and what was damaged.
struct SpoolFolder {
    let path: String

    /// Makes the folder where it is missing.
    init(_ path: String) throws(SpoolError) {
        self.path = path
        do {
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw SpoolError(
                code: .unusable, message: "cannot make the spool folder \(path): \(error.localizedDescription)")
        }
    }

    var lockPath: String { "\(path)/lock" }
    var acknowledgedPath: String { "\(path)/acknowledged" }

    func segmentPath(_ number: UInt64) -> String {
        let digits = String(number)
        return "\(path)/" + String(repeating: "0", count: max(0, 16 - digits.count)) + digits + ".segment"
    }

    /// The segments that are there, by number, with their sizes in bytes.
    func segments() throws(SpoolError) -> [(number: UInt64, bytes: Int)] {
        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: path)
        } catch {
            throw SpoolError(
                code: .unusable, message: "cannot read the spool folder \(path): \(error.localizedDescription)")
        }
        let numbers = names.filter { $0.hasSuffix(".segment") }.compactMap { UInt64($0.dropLast(".segment".count)) }
        return try numbers.sorted().map { number throws(SpoolError) in
            (number, try SegmentFile(reading: segmentPath(number)).size())
        }
    }

    /// Where the last acknowledgement was; nil in a new spool. A file that makes no sense means: from the beginning, which
    /// costs duplicates, not messages.
    func acknowledged() -> SpoolPosition? {
        (try? String(contentsOfFile: acknowledgedPath, encoding: .utf8)).flatMap { SpoolPosition($0) }
    }

    func remove(_ segment: UInt64) {
        // A segment that cannot be removed is read again after a restart: duplicates, which are skipped.
        try? FileManager.default.removeItem(atPath: segmentPath(segment))
    }

    /// Keeps damaged bytes for a look, under the place where they stood.
    func keepDamaged(_ bytes: ArraySlice<UInt8>, at position: SpoolPosition) {
        let folder = "\(path)/damaged"
        try? FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        // The copy is a service to a person; without room for it the messages behind still count more.
        try? Data(bytes).write(to: URL(filePath: "\(folder)/\(position.segment)-\(position.offset)"))
    }
}
