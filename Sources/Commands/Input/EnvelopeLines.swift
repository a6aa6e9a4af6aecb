// SPDX-License-Identifier: Apache-2.0

internal import Foundation

/// The lines of files, one after the other, without those that are blank; `-` is standard input.
///
/// A file that begins with `[` is a dump in one array: its lines are told without the brackets and commas around them.
struct EnvelopeLines {
    private var paths: ArraySlice<String>
    private var path = ""
    private var file: FileHandle?
    private var buffer: [UInt8] = []
    /// Where the next line begins.
    private var start = 0
    private var isAtStart = true
    private var isInArray = false

    /// How much is read at once, in bytes.
    private static let chunk = 256 << 10
    /// How much of a line is kept, in bytes; more is cut off, which makes it no envelope.
    private let longestLine: Int

    init(_ paths: [String], longestLine: Int = 64 << 20) {
        self.paths = paths[...]
        self.longestLine = longestLine
    }

    /// The next line, without white space around it; nil after the last.
    ///
    /// - Throws: `InputError` when a file cannot be read.
    mutating func next() throws(InputError) -> [UInt8]? {
        while let line = try rawLine() {
            let text = unwrapped(line)
            if !text.isEmpty { return Array(text) }
        }
        return nil
    }

    private mutating func unwrapped(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var text = line.withoutSpaceAround
        if isAtStart, !text.isEmpty {
            isAtStart = false
            isInArray = text.first == UInt8(ascii: "[")
            if isInArray { text = text.dropFirst().withoutSpaceAround }
        }
        if isInArray, text.last == UInt8(ascii: ",") || text.last == UInt8(ascii: "]") {
            text = text.dropLast().withoutSpaceAround
        }
        return text
    }

    /// The next line of any of the files.
    private mutating func rawLine() throws(InputError) -> ArraySlice<UInt8>? {
        var looked = start
        while true {
            if let end = buffer[looked...].firstIndex(of: 0x0A) {
                defer { start = end + 1 }
                return buffer[start..<end]
            }
            looked = buffer.count - start
            buffer.removeFirst(start)
            start = 0
            if try readOn() { continue }
            guard buffer.isEmpty else {
                defer { start = buffer.count }
                return buffer[...]
            }
            guard try openNext() else { return nil }
        }
    }

    /// Whether there was more of the file.
    private mutating func readOn() throws(InputError) -> Bool {
        guard let file else { return false }
        do {
            let chunk = try file.read(upToCount: Self.chunk) ?? Data()
            if chunk.isEmpty { self.file = nil }
            buffer.append(contentsOf: chunk)
            let newest = buffer.count - chunk.count
            if newest > longestLine { buffer.removeSubrange(longestLine..<newest) }
            return !chunk.isEmpty
        } catch {
            throw InputError(path: path, reason: error.localizedDescription)
        }
    }

    /// Whether there is another file.
    private mutating func openNext() throws(InputError) -> Bool {
        guard let next = paths.popFirst() else { return false }
        path = next
        isAtStart = true
        isInArray = false
        do {
            file = try next == "-" ? .standardInput : FileHandle(forReadingFrom: URL(filePath: next))
        } catch {
            throw InputError(path: path, reason: error.localizedDescription)
        }
        return true
    }
}

extension ArraySlice<UInt8> {
    fileprivate var withoutSpaceAround: ArraySlice<UInt8> {
        let isSpace = { (byte: UInt8) in byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D }
        var text = drop(while: isSpace)
        while let last = text.last, isSpace(last) { text.removeLast() }
        return text
    }
}
