// SPDX-License-Identifier: Apache-2.0

/// How a value of MessagePack begins: all of a number, or the length of what follows.
///
/// The old specification, which Salt on Python 2 writes, knows one kind of string, `raw`, in three lengths; they are the
/// texts of the new one, which has an eighth length and bytes besides. Both are read.
enum MessagePackHead: Hashable {
    case null
    case bool(Bool)
    case unsigned(UInt64)
    case signed(Int64)
    case double(Double)
    /// So many bytes, which are UTF-8 if all is well.
    case text(Int)
    /// So many bytes of anything.
    case bytes(Int)
    /// An extension of this type, of so many bytes.
    case ext(Int8, Int)
    /// So many values.
    case array(Int)
    /// So many keys, each with a value.
    case map(Int)

    /// How many bytes follow that belong to this value alone.
    var payload: Int {
        switch self {
        case .text(let count), .bytes(let count), .ext(_, let count): count
        default: 0
        }
    }

    /// How many values follow that are inside this one.
    var inner: Int {
        switch self {
        case .array(let count): count
        // A length has 32 bits: twice of it has room.
        case .map(let count): 2 * count
        default: 0
        }
    }

    /// Reads the head at a place: what it is and how many bytes it takes; nil where the bytes end too early.
    ///
    /// - Throws: ``MessagePackError/Code/unknownByte``.
    @inline(__always)
    static func read(_ bytes: UnsafeRawBufferPointer, at place: Int) throws(MessagePackError) -> (Self, size: Int)? {
        guard place < bytes.count else { return nil }
        let first = bytes[place]
        switch first {
        case 0x00...0x7F: return (.unsigned(UInt64(first)), 1)
        case 0x80...0x8F: return (.map(Int(first & 0x0F)), 1)
        case 0x90...0x9F: return (.array(Int(first & 0x0F)), 1)
        case 0xA0...0xBF: return (.text(Int(first & 0x1F)), 1)
        case 0xE0...0xFF: return (.signed(Int64(Int8(bitPattern: first))), 1)
        default: return try readLong(first, bytes, at: place)
        }
    }

    /// The heads of more than one byte, and nil, false and true.
    private static func readLong(
        _ first: UInt8, _ bytes: UnsafeRawBufferPointer, at place: Int
    ) throws(MessagePackError) -> (Self, size: Int)? {
        let width = try width(of: first, at: place)
        guard width <= bytes.count - place - 1 else { return nil }
        /// The next so many bytes as a number, the largest first.
        func number(_ count: Int) -> UInt64 {
            var number: UInt64 = 0
            for offset in 0..<count { number = number << 8 | UInt64(bytes[place &+ 1 &+ offset]) }
            return number
        }
        let head: Self =
            switch first {
            case 0xC0: .null
            case 0xC2, 0xC3: .bool(first == 0xC3)
            case 0xC4...0xC6: .bytes(Int(number(width)))
            case 0xC7...0xC9: .ext(Int8(bitPattern: bytes[place + width]), Int(number(width - 1)))
            case 0xCA: .double(Double(Float(bitPattern: UInt32(truncatingIfNeeded: number(4)))))
            case 0xCB: .double(Double(bitPattern: number(8)))
            case 0xCC...0xCF: .unsigned(number(width))
            case 0xD0: .signed(Int64(Int8(truncatingIfNeeded: number(1))))
            case 0xD1: .signed(Int64(Int16(truncatingIfNeeded: number(2))))
            case 0xD2: .signed(Int64(Int32(truncatingIfNeeded: number(4))))
            case 0xD3: .signed(Int64(bitPattern: number(8)))
            case 0xD4...0xD8: .ext(Int8(bitPattern: bytes[place + 1]), 1 << Int(first - 0xD4))
            case 0xD9...0xDB: .text(Int(number(width)))
            case 0xDC, 0xDD: .array(Int(number(width)))
            default: .map(Int(number(width)))
            }
        return (head, 1 + width)
    }

    /// How many bytes a head has behind its first.
    private static func width(of first: UInt8, at place: Int) throws(MessagePackError) -> Int {
        switch first {
        case 0xC0, 0xC2, 0xC3: 0
        case 0xC4, 0xCC, 0xD0, 0xD9, 0xD4...0xD8: 1
        case 0xC5, 0xC7, 0xCD, 0xD1, 0xDA, 0xDC, 0xDE: 2
        case 0xC8: 3
        case 0xC6, 0xCA, 0xCE, 0xD2, 0xDB, 0xDD, 0xDF: 4
        case 0xC9: 5
        case 0xCB, 0xCF, 0xD3: 8
        default: throw MessagePackError(.unknownByte, at: place)
        }
    }

    /// Whether a byte begins a map.
    static func beginsMap(_ byte: UInt8) -> Bool { byte & 0xF0 == 0x80 || byte == 0xDE || byte == 0xDF }
}
