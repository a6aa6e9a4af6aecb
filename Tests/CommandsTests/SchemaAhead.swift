// SPDX-License-Identifier: Apache-2.0

import DatanommerTesting
import SQL

extension ScratchArchive {
    /// Leaves the archive as a newer program would.
    func pretendOneStepMore() async throws {
        let database = Database(try DatabaseURL(url))
        defer { database.close() }
        _ = try await database.withConnection { connection in
            try connection.execute(
                """
                INSERT INTO schema_migrations (version, title, checksum, applied_at)
                SELECT version + 1, 'to come', 'none', applied_at FROM schema_migrations ORDER BY version DESC LIMIT 1
                """)
        }
    }
}
