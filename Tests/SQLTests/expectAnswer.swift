// SPDX-License-Identifier: Apache-2.0

import SQL
import Testing

/// Expects that the database answers, over the connection that was used before or over a new one.
func expectAnswer(from database: Database, sourceLocation: SourceLocation = #_sourceLocation) async throws {
    let rows = try await database.withConnection { try $0.execute("SELECT \(1)") }
    #expect(rows == [Row(values: [.integer(1)])], sourceLocation: sourceLocation)
}
