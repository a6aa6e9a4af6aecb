// SPDX-License-Identifier: Apache-2.0

/// A statement with placeholders for a record's values: `INSERT INTO jobs (jid, fun) VALUES ({msg.jid}, {msg.fun|json})`.
///
/// Each placeholder becomes a bound parameter, also within quotes; no value is ever part of the statement's text. Names of
/// tables and columns are only what the template says. `{{` and `}}` are braces. See `TemplateFormat` for what may stand
/// behind a path; `?` at the end, `{msg.user?}`, has null where nothing is there, which otherwise refuses the record.
/// `{hostname}` is this machine's name.
package struct SQLTemplate: Sendable {
    /// What becomes of one record.
    package struct Row: Hashable, Sendable {
        /// Which of the statements.
        package let statement: Int
        /// Its parameters.
        package let values: [BoundValue]
    }

    /// The statements: one, or one for each table that a record may belong to.
    package let statements: [String]
    private let parameters: [TemplateParameter]
    private let table: SaltTable
    private let skipped: FieldPath?

    /// How many parameters each of the statements has.
    package var parameterCount: Int { parameters.count }

    /// Reads a template.
    ///
    /// - Throws: `TemplateError` with the place where it is wrong.
    package init(_ text: String, for spelling: SQLSpelling, hostname: String) throws(TemplateError) {
        var scanner = TemplateScanner(text, spelling) { content, _ throws(TemplateError) in
            .field(try TemplateField(named: content, hostname: hostname))
        }
        statements = [try scanner.statement()]
        parameters = scanner.parameters
        table = .always("")
        skipped = nil
    }

    /// Reads a template as Salt's event daemon had it.
    ///
    /// - Throws: `TemplateError` with the place where it is wrong.
    package init(_ template: PositionalTemplate, for spelling: SQLSpelling, hostname: String) throws(TemplateError) {
        table = SaltTable(template)
        skipped = template.skippedPath
        var parameters: [TemplateParameter] = []
        statements = try table.names.map { name throws(TemplateError) in
            var placeholders = try PositionalPlaceholders(template, table: name, hostname: hostname)
            var scanner = TemplateScanner(template.template, spelling) { content, isQuoted throws(TemplateError) in
                try placeholders.placeholder(content, isQuoted: isQuoted)
            }
            let statement = try scanner.statement()
            parameters = scanner.parameters
            return statement
        }
        self.parameters = parameters
    }

    /// The row of a record; nil if the template passes it over.
    ///
    /// - Throws: `TemplateRefusal`, which names the field that is missing or of another form.
    package func row(for record: Record) throws(TemplateRefusal) -> Row? {
        if let skipped, record[skipped] != nil { return nil }
        let statement = try table.index(for: record)
        return Row(
            statement: statement,
            values: try parameters.map { parameter throws(TemplateRefusal) in try parameter.value(in: record) })
    }
}
