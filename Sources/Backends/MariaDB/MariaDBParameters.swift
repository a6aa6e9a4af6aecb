// SPDX-License-Identifier: Apache-2.0

internal import CLibMariaDB
internal import Flow

/// The values of some rows, column by column, where libmariadb finds them; the only owner of that memory.
///
/// All are bound as text, which the server reads as what the column is; numbers of one record and texts of another may
/// meet in a column.
struct MariaDBParameters: ~Copyable {
    private let columns: Int
    private let rows: Int
    private let bytes: UnsafeMutablePointer<CChar>
    private let starts: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>
    private let lengths: UnsafeMutablePointer<CUnsignedLong>
    private let indicators: UnsafeMutablePointer<CChar>
    private let binds: UnsafeMutablePointer<MYSQL_BIND>

    /// - Parameter rows: At least one, each with as many values.
    init(_ rows: ArraySlice<[String?]>) {
        self.rows = rows.count
        columns = rows[rows.startIndex].count
        let cells = columns * rows.count
        bytes = .allocate(capacity: rows.reduce(1) { $0 + $1.reduce(0) { $0 + ($1?.utf8.count ?? 0) } })
        starts = .allocate(capacity: max(1, cells))
        lengths = .allocate(capacity: max(1, cells))
        indicators = .allocate(capacity: max(1, cells))
        binds = .allocate(capacity: max(1, columns))
        fill(rows)
    }

    deinit {
        bytes.deallocate()
        starts.deallocate()
        lengths.deallocate()
        indicators.deallocate()
        binds.deallocate()
    }

    private func fill(_ rows: ArraySlice<[String?]>) {
        var next = bytes
        for (row, values) in rows.enumerated() {
            for (column, value) in values.enumerated() {
                let cell = column * self.rows + row
                var text = value ?? ""
                let count = text.withUTF8 { source in
                    UnsafeMutableRawBufferPointer(start: next, count: source.count).copyBytes(from: source)
                    return source.count
                }
                starts[cell] = next
                lengths[cell] = CUnsignedLong(count)
                indicators[cell] = CChar(value == nil ? STMT_INDICATOR_NULL.rawValue : STMT_INDICATOR_NONE.rawValue)
                next += count
            }
        }
    }

    /// Binds all rows at once.
    borrowing func bindAll(to statement: UnsafeMutablePointer<MYSQL_STMT>) -> Bool {
        for column in 0..<columns {
            var bind = MYSQL_BIND()
            bind.buffer_type = MYSQL_TYPE_STRING
            bind.buffer = UnsafeMutableRawPointer(starts + column * rows)
            bind.length = lengths + column * rows
            bind.u.indicator = indicators + column * rows
            (binds + column).initialize(to: bind)
        }
        var count = CUnsignedInt(rows)
        return mysql_stmt_attr_set(statement, STMT_ATTR_ARRAY_SIZE, &count) == 0
            && mysql_stmt_bind_param(statement, binds) == 0
    }

    /// Binds one row.
    borrowing func bind(row: Int, to statement: UnsafeMutablePointer<MYSQL_STMT>) -> Bool {
        for column in 0..<columns {
            let cell = column * rows + row
            var bind = MYSQL_BIND()
            let isNull = indicators[cell] == CChar(STMT_INDICATOR_NULL.rawValue)
            bind.buffer_type = isNull ? MYSQL_TYPE_NULL : MYSQL_TYPE_STRING
            bind.buffer = UnsafeMutableRawPointer(starts[cell])
            bind.buffer_length = lengths[cell]
            bind.length = lengths + cell
            (binds + column).initialize(to: bind)
        }
        var count: CUnsignedInt = 0
        return mysql_stmt_attr_set(statement, STMT_ATTR_ARRAY_SIZE, &count) == 0
            && (columns == 0 || mysql_stmt_bind_param(statement, binds) == 0)
    }
}
