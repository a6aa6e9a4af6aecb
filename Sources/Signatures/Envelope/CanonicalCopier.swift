// SPDX-License-Identifier: Apache-2.0

internal import Glibc
internal import JSONText

/// One walk over an envelope that is known to be well-formed JSON, which copies its members in canonical form where that
/// is how they were said, but for white space between the tokens and the order of the envelope's own members.
///
/// Publishers say it so, relays and archives add spaces; to copy is a small part of the work of writing the form anew. The
/// walk gives up at the first byte that is not canonical, and for a rare thing that is (names with escapes): to give up is
/// never wrong, only slower.
///
/// - Important: Must not outlive the buffer it was lent.
struct CanonicalCopier {
    /// A member that was copied, as offsets.
    private struct Copy {
        /// Its name as it was said, without quotes.
        let name: Range<Int>
        /// Name and value in `output`.
        let output: Range<Int>
    }

    private let bytes: UnsafeBufferPointer<UInt8>
    private var position = 0
    private var output: [UInt8] = []
    /// What stands from here on is not copied yet.
    private var copied = 0
    /// Around the place in the text: the last name of each object, nil for an array.
    private var open: [Range<Int>?] = []
    /// Where the name before the first one is said to be, which no name can be.
    private static let nowhere = 0..<0

    init(_ bytes: UnsafeBufferPointer<UInt8>) {
        self.bytes = bytes
        open.reserveCapacity(16)
        output.reserveCapacity(bytes.count)
    }

    /// The canonical form of an object without some of its members; nil if it must be written anew.
    ///
    /// - Parameters:
    ///   - isLeftOut: whether a member is to be left out, by the place of its name; if it is a string, it may be any.
    ///   - tell: told of each member where its name, without quotes, and its value stand.
    @inline(__always)
    mutating func object(
        leavingOut isLeftOut: (_ name: Range<Int>) -> Bool, _ tell: (_ name: Range<Int>, _ value: Range<Int>) -> Void
    ) -> [UInt8]? {
        guard skip(UInt8(ascii: "{")) else { return nil }
        var copies: [Copy] = []
        copies.reserveCapacity(16)
        output.append(UInt8(ascii: "{"))
        repeat {
            let end = output.count
            if end > 1 { output.append(UInt8(ascii: ",")) }
            let start = output.count
            // Commas are written here, not copied.
            copied = position
            skipSpace()
            guard let name = name(after: Self.nowhere) else { return nil }
            skipSpace()
            let valueStart = position
            let isLeftOut = isLeftOut(name)
            guard isLeftOut && next == UInt8(ascii: "\"") ? skipString() : value() else { return nil }
            tell(name, valueStart..<position)
            if isLeftOut {
                output.removeLast(output.count - end)
                copied = position
            } else {
                copy(to: position)
                copies.append(Copy(name: name, output: start..<output.count))
            }
        } while skip(UInt8(ascii: ","))
        guard skip(UInt8(ascii: "}")), position == bytes.count else { return nil }
        return sorted(copies)
    }

    /// What was copied, in the order of names; nil when two are the same.
    private mutating func sorted(_ copies: [Copy]) -> [UInt8]? {
        let end = copies.last?.output.upperBound ?? 1
        output.removeLast(output.count - end)
        if areInOrder(copies) {
            output.append(UInt8(ascii: "}"))
            return output
        }
        let sorted = copies.sorted { precedes($0.name, $1.name) }
        guard areInOrder(sorted) else { return nil }
        var object = [UInt8(ascii: "{")]
        object.reserveCapacity(output.count + 1)
        for copy in sorted {
            if object.count > 1 { object.append(UInt8(ascii: ",")) }
            object.append(contentsOf: output[copy.output])
        }
        object.append(UInt8(ascii: "}"))
        return object
    }

    private func areInOrder(_ copies: [Copy]) -> Bool {
        for index in copies.indices.dropFirst() where !precedes(copies[index - 1].name, copies[index].name) {
            return false
        }
        return true
    }

    private func precedes(_ left: Range<Int>, _ right: Range<Int>) -> Bool {
        guard let base = bytes.baseAddress, left.lowerBound > 0 else { return true }
        let order = memcmp(base + left.lowerBound, base + right.lowerBound, min(left.count, right.count))
        return order < 0 || order == 0 && left.count < right.count
    }

    /// A value with all that is in it.
    private mutating func value() -> Bool {
        let depth = open.count
        guard beginning() else { return false }
        while open.count > depth {
            let isObject = open[open.count - 1] != nil
            if skip(isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")) {
                open.removeLast()
                continue
            }
            // Well-formed as it is: behind a value stands a comma, behind a bracket or brace another value.
            _ = skip(UInt8(ascii: ","))
            if let last = open[open.count - 1] {
                guard let name = name(after: last) else { return false }
                open[open.count - 1] = name
            }
            guard beginning() else { return false }
        }
        return true
    }

    /// A scalar, or the opening of a container.
    private mutating func beginning() -> Bool {
        skipSpace()
        switch next {
        case UInt8(ascii: "\""): return string()
        case UInt8(ascii: "{"): return enter(isObject: true)
        case UInt8(ascii: "["): return enter(isObject: false)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return number()
        default: return word()
        }
    }

    private mutating func enter(isObject: Bool) -> Bool {
        open.append(isObject ? Self.nowhere : nil)
        position += 1
        return true
    }

    /// A name and its colon; nil if it does not come after the name before it, or holds an escape.
    private mutating func name(after last: Range<Int>) -> Range<Int>? {
        guard skip(UInt8(ascii: "\"")) else { return nil }
        let start = position
        position = bytes.endOfPlainText(from: start)
        let name = start..<position
        guard next == UInt8(ascii: "\"") else { return nil }
        position += 1
        guard skip(UInt8(ascii: ":")), precedes(last, name) else { return nil }
        return name
    }

    private mutating func string() -> Bool {
        position = bytes.endOfPlainText(from: position + 1)
        while next == UInt8(ascii: "\\") {
            guard let length = bytes.lengthOfCanonicalEscape(at: position) else { return false }
            position = bytes.endOfPlainText(from: position + length)
        }
        guard next == UInt8(ascii: "\"") else { return false }
        position += 1
        return true
    }

    /// Digits, or a number whose canonical form is itself.
    private mutating func number() -> Bool {
        let start = position
        if next == UInt8(ascii: "-") { position += 1 }
        let digits = position
        while next &- UInt8(ascii: "0") < 10 { position += 1 }
        if endsValue(next), position > digits { return digits == start || bytes[digits] != UInt8(ascii: "0") }
        while position < bytes.count, !endsValue(next) { position += 1 }
        return isCanonicalNumber(bytes[start..<position])
    }

    private func isCanonicalNumber(_ said: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
        // Where neither Swift nor Python writes an exponent, they write the same.
        if let value = Double(String(decoding: said, as: UTF8.self)), 0.001..<1e15 ~= value.magnitude {
            return value.description.utf8.elementsEqual(said)
        }
        return (try? JSONText(validating: Array(said)))?.canonical().elementsEqual(said) == true
    }

    /// `true`, `NaN` and the like, which have one spelling.
    private mutating func word() -> Bool {
        while position < bytes.count, !endsValue(next) { position += 1 }
        return true
    }

    private func endsValue(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: ",") || byte == UInt8(ascii: "}") || byte == UInt8(ascii: "]") || byte <= 0x20
    }

    /// Passes over a string without looking into it.
    private mutating func skipString() -> Bool {
        let start = position + 1
        guard let base = bytes.baseAddress, let quote = memchr(base + start, 0x22, bytes.count - start) else {
            return false
        }
        let end = UnsafeRawPointer(quote) - UnsafeRawPointer(base)
        // An escaped quote, or one behind an escaped backslash: neither stands in base64.
        guard bytes[end - 1] != UInt8(ascii: "\\") else { return false }
        position = end + 1
        return true
    }

    /// Passes over a byte and the white space before it.
    private mutating func skip(_ byte: UInt8) -> Bool {
        skipSpace()
        guard next == byte else { return false }
        position += 1
        return true
    }

    private mutating func skipSpace() {
        guard next <= 0x20, position < bytes.count else { return }
        copy(to: position)
        while position < bytes.count, next <= 0x20 { position += 1 }
        copied = position
    }

    private mutating func copy(to end: Int) {
        output.append(contentsOf: bytes[copied..<end])
        copied = end
    }

    /// The byte at hand; at the end 0, which can stand nowhere.
    private var next: UInt8 { position < bytes.count ? bytes[position] : 0 }
}
