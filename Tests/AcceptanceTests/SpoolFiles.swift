// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A spool's segments as they lie on the disk, read by the format's description alone and not by the spool's own code.
struct SpoolFiles {
    let folder: String

    /// The mark that begins a record.
    private static let mark = Data([0xD7, 0x44, 0x4E, 0x53])

    /// Where a numbered message lies.
    struct Record: Hashable {
        let number: Int
        let bytes: Range<Int>
    }

    /// The segments, oldest first.
    var segments: [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.filter { $0.hasSuffix(".segment") }.sorted().map { "\(folder)/\($0)" }
    }

    /// How many bytes they have together.
    var bytes: Int {
        segments.reduce(0) { $0 + ((try? FileManager.default.attributesOfItem(atPath: $1)[.size] as? Int) ?? 0) }
    }

    /// The numbers of all messages whose records are there from end to end, acknowledged or not.
    func numbers() -> Set<Int> {
        Set(segments.flatMap { records(in: $0).map(\.number) })
    }

    /// Whether a message is in one of the newest segments.
    func holds(_ number: Int) -> Bool {
        segments.suffix(3).contains { content($0).range(of: Data(NumberedLoad.msgID(number).utf8)) != nil }
    }

    /// The whole records of a segment, in order. Bytes that begin none are passed over up to the next mark.
    func records(in segment: String) -> [Record] {
        let content = content(segment)
        var (records, start) = ([Record](), 0)
        while start + 16 <= content.count {
            guard content[start..<start + 4] == Self.mark else {
                guard let next = content.range(of: Self.mark, in: start + 1..<content.count) else { break }
                start = next.lowerBound
                continue
            }
            let length = content[start + 4..<start + 8].reversed().reduce(0) { $0 << 8 | Int($1) }
            let end = start + 16 + length
            guard end <= content.count else { break }
            if let number = Self.number(in: content[start + 16..<end]) {
                records.append(Record(number: number, bytes: start..<end))
            }
            start = end
        }
        return records
    }

    /// The place up to which all is acknowledged: a segment's number and an offset.
    var acknowledged: (segment: Int, offset: Int) {
        let text = (try? String(contentsOfFile: "\(folder)/acknowledged", encoding: .utf8)) ?? ""
        let words = text.split(separator: " ").compactMap { Int($0) }
        return words.count == 2 ? (words[0], words[1]) : (0, 0)
    }

    /// Whether something lies behind that place.
    var hasUnacknowledged: Bool {
        guard let last = segments.last, let number = Self.number(of: last) else { return false }
        return (number, content(last).count) > acknowledged
    }

    /// The number in a segment's name.
    static func number(of segment: String) -> Int? {
        Int(URL(filePath: segment).deletingPathExtension().lastPathComponent)
    }

    /// A file may be removed while it is looked for.
    private func content(_ path: String) -> Data { FileManager.default.contents(atPath: path) ?? Data() }

    private static func number(in payload: Data) -> Int? {
        guard let found = payload.range(of: Data(#""msg_id": "load-"#.utf8)) else { return nil }
        return Int(
            String(decoding: payload[found.upperBound..<min(found.upperBound + 8, payload.endIndex)], as: UTF8.self))
    }
}
