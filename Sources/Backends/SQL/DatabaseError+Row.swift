// SPDX-License-Identifier: Apache-2.0

internal import SQL

extension DatabaseError {
    /// Whether it is the values of a row that the database will never take, whatever happens.
    var blamesRow: Bool { code == .constraint || code == .invalidData }

    /// The same, its row counted from so many rows earlier.
    func moved(by rows: Int) -> DatabaseError {
        var error = self
        error.row = row.map { $0 + rows }
        return error
    }
}
