// SPDX-License-Identifier: Apache-2.0

/// Parts an event as a master says it into its tag and its payload, which is a map of MessagePack; pure.
///
/// Up to 2014.7 a tag of at most 20 bytes is filled up with `|` to 20, and the payload follows. A longer tag, and from
/// 2015.5 on any, ends with two line feeds. Only what came through ZeroMQ may be of the first kind.
package enum SaltFraming {
    private static let paddedTag = 20

    /// The tag and the payload of a message of the ZeroMQ era; nil when neither way of writing fits.
    ///
    /// A payload that begins at the 21st byte and reaches to the end as one map is a stronger sign than line feeds further
    /// on, which may be a part of it. Two line feeds within the first 20 bytes end a tag: no padded tag holds them.
    package static func zeroMQ(_ message: UnsafeRawBufferPointer) -> (tag: Range<Int>, payload: Range<Int>)? {
        let end = endOfTag(message)
        if end.map({ $0 >= paddedTag }) ?? true, isPadded(message) {
            let last = message[..<paddedTag].lastIndex { $0 != UInt8(ascii: "|") }
            return (0..<(last.map { $0 + 1 } ?? 0), paddedTag..<message.count)
        }
        return end.map { (0..<$0, ($0 + 2)..<message.count) }
    }

    /// The tag and the payload of the body of a frame of the Unix socket; nil when there is no end of a tag.
    package static func stream(_ body: UnsafeRawBufferPointer) -> (tag: Range<Int>, payload: Range<Int>)? {
        endOfTag(body).map { (0..<$0, ($0 + 2)..<body.count) }
    }

    /// The body of a frame of the Unix socket, a map with a member `body` among others in any order; nil when it has none.
    package static func body(ofFrame frame: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer? {
        var reader = MessagePackReader(frame)
        guard case .map(let count)? = try? reader.head() else { return nil }
        for _ in 0..<count {
            let key = try? reader.text()
            if let key, key.elementsEqual("body".utf8) {
                switch try? reader.head() {
                case .text(let count), .bytes(let count): return reader.take(count)
                default: return nil
                }
            }
            // A key that is no text, then its value.
            guard key != nil || (try? reader.skip()) != nil, (try? reader.skip()) != nil else { return nil }
        }
        return nil
    }

    /// Where the first two line feeds stand.
    private static func endOfTag(_ bytes: UnsafeRawBufferPointer) -> Int? {
        var place = 0
        while place + 1 < bytes.count {
            if bytes[place + 1] != UInt8(ascii: "\n") {
                place += 2
            } else if bytes[place] == UInt8(ascii: "\n") {
                return place
            } else {
                place += 1
            }
        }
        return nil
    }

    private static func isPadded(_ message: UnsafeRawBufferPointer) -> Bool {
        guard message.count > paddedTag, MessagePackHead.beginsMap(message[paddedTag]) else { return false }
        return (try? MessagePackSpan.end(of: message, from: paddedTag)) == message.count
    }
}
