// SPDX-License-Identifier: Apache-2.0

internal import Flow
package import SQL
package import Settings

extension SQLBackendSettings {
    /// The backend that is meant, which has not touched anything yet.
    ///
    /// - Parameters:
    ///   - archive: The archive's database, for settings that name no other.
    ///   - hostname: What `{hostname}` stands for.
    /// - Throws: `TemplateError`; `DatabaseError` where the URL is none.
    package func makeBackend(archive: DatabaseURL, hostname: String) throws -> SQLBackend {
        let url = try url.map { try DatabaseURL($0) } ?? archive
        var options = DatabaseOptions()
        options.connectTimeout = connectTimeout
        options.answerTimeout = answerTimeout
        options.busyTimeout = connectTimeout
        let spelling: SQLSpelling = url.dialect == .sqlite ? .sqlite : .postgresql
        let template = try row.template(for: spelling, hostname: hostname)
        return SQLBackend(database: Database(url, options: options), template: template)
    }
}
