// SPDX-License-Identifier: Apache-2.0

internal import CLibPQ

extension SQLValue {
    /// A value from its binary format.
    ///
    /// - Throws: `.invalidData` for a type that is not read, naming it and what to do, and for bytes that are not of it.
    static func decode(
        _ bytes: UnsafeRawBufferPointer, type: Oid, column: Int
    ) throws(DatabaseError) -> SQLValue {
        guard isRead(type) else {
            let name = type == PostgreSQLType.numeric ? "numeric" : "the type with the OID \(type)"
            throw DatabaseError(
                .invalidData,
                "column \(column) is of \(name), which is not read: let the statement cast it, to text or bigint say")
        }
        guard let value = scalar(bytes, type: type) ?? array(bytes) else {
            throw DatabaseError(.invalidData, "column \(column) cannot be read as the type with the OID \(type)")
        }
        return value
    }

    private static func isRead(_ type: Oid) -> Bool {
        switch type {
        case PostgreSQLType.boolean, PostgreSQLType.bytes, PostgreSQLType.character, PostgreSQLType.name,
            PostgreSQLType.int8, PostgreSQLType.int2, PostgreSQLType.int4, PostgreSQLType.text, PostgreSQLType.oid,
            PostgreSQLType.json, PostgreSQLType.xml, PostgreSQLType.float4, PostgreSQLType.float8,
            PostgreSQLType.unknownLiteral, PostgreSQLType.names, PostgreSQLType.int4s, PostgreSQLType.texts,
            PostgreSQLType.varchars, PostgreSQLType.int8s, PostgreSQLType.bpchar, PostgreSQLType.varchar,
            PostgreSQLType.timestamp, PostgreSQLType.timestamptz, PostgreSQLType.void, PostgreSQLType.uuid,
            PostgreSQLType.jsonb:
            true
        default: false
        }
    }

    /// The value, or nil when the bytes are not of the type, or the type is none of these.
    private static func scalar(_ bytes: UnsafeRawBufferPointer, type: Oid) -> SQLValue? {
        var reader = BinaryReader(bytes)
        return switch type {
        case PostgreSQLType.boolean: reader.integer(UInt8.self).map { .boolean($0 != 0) }
        case PostgreSQLType.bytes: .bytes(Array(bytes))
        case PostgreSQLType.int2: reader.integer(Int16.self).map { .integer(Int64($0)) }
        case PostgreSQLType.int4: reader.integer(Int32.self).map { .integer(Int64($0)) }
        case PostgreSQLType.int8: reader.integer(Int64.self).map { .integer($0) }
        case PostgreSQLType.oid: reader.integer(UInt32.self).map { .integer(Int64($0)) }
        case PostgreSQLType.float4: reader.integer(UInt32.self).map { .real(Double(Float(bitPattern: $0))) }
        case PostgreSQLType.float8: reader.integer(UInt64.self).map { .real(Double(bitPattern: $0)) }
        case PostgreSQLType.timestamp, PostgreSQLType.timestamptz: reader.integer(Int64.self).flatMap(moment)
        case PostgreSQLType.uuid: uuid(bytes)
        // A byte for the version of the format goes before the text.
        case PostgreSQLType.jsonb: .text(String(decoding: bytes.dropFirst(), as: UTF8.self))
        case PostgreSQLType.void: .null
        case PostgreSQLType.texts, PostgreSQLType.varchars, PostgreSQLType.names, PostgreSQLType.int8s,
            PostgreSQLType.int4s:
            nil
        default: .text(String(decoding: bytes, as: UTF8.self))
        }
    }

    /// PostgreSQL's infinities overflow, and are no moment. A `timestamp` without zone is taken for UTC.
    private static func moment(_ number: Int64) -> SQLValue? {
        let (sum, overflow) = number.addingReportingOverflow(Timestamp.postgreSQLEpoch)
        return overflow || number == .min ? nil : .timestamp(Timestamp(microseconds: sum))
    }

    private static func uuid(_ bytes: UnsafeRawBufferPointer) -> SQLValue? {
        guard bytes.count == 16 else { return nil }
        var text = ""
        for (index, byte) in bytes.enumerated() {
            if [4, 6, 8, 10].contains(index) { text += "-" }
            text += (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }
        return .text(text)
    }

    /// An array of one dimension or none, without nulls.
    private static func array(_ bytes: UnsafeRawBufferPointer) -> SQLValue? {
        var reader = BinaryReader(bytes)
        guard let dimensions = reader.integer(Int32.self), reader.integer(Int32.self) != nil,
            let type = reader.integer(Oid.self), dimensions == 0 || dimensions == 1
        else { return nil }
        var count: Int32 = 0
        if dimensions == 1 {
            guard let stated = reader.integer(Int32.self), reader.integer(Int32.self) != nil else { return nil }
            count = stated
        }
        let isOfIntegers = type == PostgreSQLType.int8 || type == PostgreSQLType.int4
        return isOfIntegers ? integers(&reader, count, type) : texts(&reader, count)
    }

    private static func texts(_ reader: inout BinaryReader, _ count: Int32) -> SQLValue? {
        var texts: [String] = []
        for _ in 0..<count {
            guard let length = reader.integer(Int32.self), let bytes = reader.take(Int(length)) else { return nil }
            texts.append(String(decoding: bytes, as: UTF8.self))
        }
        return .texts(texts)
    }

    private static func integers(_ reader: inout BinaryReader, _ count: Int32, _ type: Oid) -> SQLValue? {
        var numbers: [Int64] = []
        for _ in 0..<count {
            guard let length = reader.integer(Int32.self), let bytes = reader.take(Int(length)),
                case .integer(let number) = scalar(bytes, type: type)
            else { return nil }
            numbers.append(number)
        }
        return .integers(numbers)
    }
}
