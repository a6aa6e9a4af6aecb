// SPDX-License-Identifier: Apache-2.0

/// Cuts a stream of bytes into the JSON values it holds: the elements of arrays, or values one after the other.
///
/// Pure and incremental; nothing is validated here but where a value ends. In a file with a message a line, a broken line
/// harms itself alone: a string ends at its line break, which no JSON string has, and a value ends before a line that
/// begins with `{` where the value cannot go on with an object.
struct JSONSplitter {
    private var value: [UInt8] = []
    /// The brackets that are open in the value.
    private var open: [UInt8] = []
    private var arrays = 0
    private var isInString = false
    private var isEscaped = false
    /// The last byte that is no white space.
    private var last: UInt8 = 0
    private var isAtLineStart = false
    /// Where in the value a line began with an object, as far as known a part of it.
    private var doubt: Int?
    /// While what follows a broken value is looked at again: each line that begins with `{` begins a value.
    private var isRecovering = false
    private let maximumBytes: Int

    /// - Parameter maximumBytes: how much of one value is kept; more is cut off, which makes it invalid.
    init(maximumBytes: Int = 64 << 20) {
        self.maximumBytes = maximumBytes
    }

    /// Takes the next bytes, and tells each value that ended in them.
    mutating func feed(_ bytes: some Sequence<UInt8>, _ body: ([UInt8]) throws -> Void) rethrows {
        for byte in bytes {
            if isAtLineStart, byte == UInt8(ascii: "{"), beginsAnother { try finish(body) }
            if let ended = take(byte) { try body(ended) }
            isAtLineStart = byte == 0x0A
        }
    }

    /// Tells what is left at the end: a value without an end, or a number.
    mutating func finish(_ body: ([UInt8]) throws -> Void) rethrows {
        guard !value.isEmpty else { return }
        let doubt = doubt
        let broken = cut()
        try body(broken[..<(doubt ?? broken.count)].withoutSpaceBehind)
        guard let doubt else { return }
        isRecovering = true
        try feed(broken[doubt...], body)
        isRecovering = false
        try finish(body)
    }

    /// Whether an object here cannot be a part of the value that is open.
    private var beginsAnother: Bool {
        guard let container = open.last, !isInString else { return false }
        if isRecovering { return true }
        return switch last {
        case UInt8(ascii: ":"), UInt8(ascii: "["): false
        case UInt8(ascii: ","): container == UInt8(ascii: "{")
        default: true
        }
    }

    private mutating func take(_ byte: UInt8) -> [UInt8]? {
        if isInString { return takeInString(byte) }
        switch byte {
        case UInt8(ascii: "\""):
            isInString = true
            keep(byte)
        case UInt8(ascii: "["), UInt8(ascii: "{"):
            return takeOpening(byte)
        case UInt8(ascii: "]"), UInt8(ascii: "}"):
            return takeClosing(byte)
        case UInt8(ascii: ","), 0x20, 0x09, 0x0A, 0x0D:
            if open.isEmpty { return value.isEmpty ? nil : cut() }
            keep(byte)
        default:
            keep(byte)
        }
        return nil
    }

    private mutating func takeInString(_ byte: UInt8) -> [UInt8]? {
        if byte == 0x0A { return cut() }
        keep(byte)
        if isEscaped {
            isEscaped = false
        } else if byte == UInt8(ascii: "\\") {
            isEscaped = true
        } else if byte == UInt8(ascii: "\"") {
            isInString = false
        }
        return nil
    }

    private mutating func takeOpening(_ byte: UInt8) -> [UInt8]? {
        if open.isEmpty, byte == UInt8(ascii: "[") {
            arrays += 1
            return value.isEmpty ? nil : cut()
        }
        if isAtLineStart, byte == UInt8(ascii: "{"), !open.isEmpty, doubt == nil { doubt = value.count }
        if open.count < maximumBytes { open.append(byte) }
        keep(byte)
        return nil
    }

    private mutating func takeClosing(_ byte: UInt8) -> [UInt8]? {
        if open.isEmpty, byte == UInt8(ascii: "]"), arrays > 0 {
            arrays -= 1
            return value.isEmpty ? nil : cut()
        }
        keep(byte)
        _ = open.popLast()
        return open.isEmpty ? cut() : nil
    }

    private mutating func keep(_ byte: UInt8) {
        if value.count < maximumBytes { value.append(byte) }
        if !byte.isJSONSpace { last = byte }
    }

    private mutating func cut() -> [UInt8] {
        defer {
            value = []
            open = []
            isInString = false
            isEscaped = false
            doubt = nil
        }
        return value
    }
}

extension UInt8 {
    fileprivate var isJSONSpace: Bool { self == 0x20 || self == 0x09 || self == 0x0A || self == 0x0D }
}

extension ArraySlice<UInt8> {
    fileprivate var withoutSpaceBehind: [UInt8] {
        var text = self
        while text.last?.isJSONSpace == true { text.removeLast() }
        return Array(text)
    }
}
