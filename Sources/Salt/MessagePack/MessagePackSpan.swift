// SPDX-License-Identifier: Apache-2.0

/// Finds the end of one value in bytes that come piece by piece; pure.
///
/// Nothing is decoded and nothing kept: two numbers say what is still to come, however deep the value is nested, so that a
/// byte is looked at once, and the call stack is flat.
struct MessagePackSpan: Hashable, Sendable {
    /// Values that are still to begin.
    private(set) var values = 1
    /// Bytes of the value that began last which are still to come.
    private(set) var payload = 0

    /// Whether the value is over.
    var isOver: Bool { values == 0 && payload == 0 }

    /// So many bytes are still to come at the least: a value has a byte or more.
    var leastRemaining: Int { payload + values }

    /// Goes on from a place and returns where the value is over or the bytes are; a head that was cut stays unread.
    ///
    /// - Throws: ``MessagePackError/Code/unknownByte``.
    mutating func advance(over bytes: UnsafeRawBufferPointer, from start: Int) throws(MessagePackError) -> Int {
        var place = start
        while true {
            let step = min(payload, bytes.count - place)
            place += step
            payload -= step
            guard payload == 0, values > 0, let (head, size) = try MessagePackHead.read(bytes, at: place) else {
                return place
            }
            place += size
            payload = head.payload
            // A value costs a byte at least and adds less than 2^33: no message is long enough for an overflow.
            values += head.inner - 1
        }
    }

    /// Where the value that begins at a place ends; nil when the bytes end before.
    static func end(of bytes: UnsafeRawBufferPointer, from start: Int = 0) throws(MessagePackError) -> Int? {
        var span = MessagePackSpan()
        let end = try span.advance(over: bytes, from: start)
        return span.isOver ? end : nil
    }
}
