// SPDX-License-Identifier: Apache-2.0

internal import DatanommerModels
internal import Foundation

/// Files of messages: dumps in either format, or fedmsg's own JSON. No file, or `-`, is standard input.
struct MessageFiles {
    let paths: [String]

    init(_ paths: [String]) {
        self.paths = paths.isEmpty ? ["-"] : paths
    }

    /// Tells each JSON value of the files, with the place it stands in, for a person.
    ///
    /// - Throws: `InputError` when a file cannot be read, or what the body throws.
    func forEachValue(_ body: (_ value: [UInt8], _ place: String) async throws -> Void) async throws {
        for path in paths {
            let file = try open(path)
            var splitter = JSONSplitter()
            var number = 0
            var isAtEnd = false
            while !isAtEnd {
                let chunk = try read(file, path) ?? []
                isAtEnd = chunk.isEmpty
                var values: [[UInt8]] = []
                if isAtEnd { splitter.finish { values.append($0) } } else { splitter.feed(chunk) { values.append($0) } }
                for value in values {
                    number += 1
                    try await body(value, "\(path), value \(number)")
                }
            }
        }
    }

    private func open(_ path: String) throws(InputError) -> FileHandle {
        if path == "-" { return .standardInput }
        do {
            return try FileHandle(forReadingFrom: URL(filePath: path))
        } catch {
            throw InputError(path: path, reason: error.localizedDescription)
        }
    }

    private func read(_ file: FileHandle, _ path: String) throws(InputError) -> [UInt8]? {
        do {
            return try file.read(upToCount: 256 << 10).map { [UInt8]($0) }
        } catch {
            throw InputError(path: path, reason: error.localizedDescription)
        }
    }
}

/// A file that cannot be read.
struct InputError: Error, CustomStringConvertible {
    let path: String
    let reason: String
    var description: String { "\(path): \(reason)" }
}
