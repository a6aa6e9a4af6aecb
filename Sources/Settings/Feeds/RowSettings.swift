// SPDX-License-Identifier: Apache-2.0

/// The statement that makes a row of a record, for the backends `sql` and `mariadb`.
package enum RowSettings: Hashable, Sendable {
    /// With named placeholders: `INSERT INTO t (a) VALUES ({msg.a})`.
    case statement(String)
    /// As Salt's event daemon had it.
    case salt(SaltRowSettings)

    /// - one of `statement` (text) and `template` (text; with the other keys of `SaltRowSettings`).
    init(_ section: inout SettingsSection) throws(SettingsError) {
        let salt = try SaltRowSettings(&section)
        switch (try section.text("statement"), salt) {
        case (let statement?, nil): self = .statement(statement)
        case (nil, let salt?): self = .salt(salt)
        default: throw section.wrong("statement", wants: "a statement, or a template in its place")
        }
    }
}

/// A template of Salt's event daemon, under the names that its configuration had.
package struct SaltRowSettings: Hashable, Sendable {
    /// The statement, with `{0}` for the table and `{1}` … for the fields.
    package var template: String
    /// The fields' names.
    package var fields: [String] = []
    /// The table.
    package var table: String
    /// The field of the event that holds the fields.
    package var dictionary = "data"
    /// The worker's name; `nil`: one that changes nothing of the fields.
    package var worker: Worker?

    /// The workers that changed something, as they were called.
    package enum Worker: String, CaseIterable, Hashable, Sendable {
        case newJob = "New_Job_Worker"
        case minionReturn = "Minion_Return_Worker"
        case minionSub = "Minion_Sub_Worker"
    }

    /// A template without fields.
    package init(template: String, table: String) {
        self.template = template
        self.table = table
    }

    /// Nil without a template.
    ///
    /// - `template` (text), `mysql_tab` (text; required with it), `fields` (list of texts; empty).
    /// - `dict_name` (text; data).
    /// - `backend` (`New_Job_Worker`, `Minion_Return_Worker` or `Minion_Sub_Worker`; null).
    fileprivate init?(_ section: inout SettingsSection) throws(SettingsError) {
        let table = try section.text("mysql_tab")
        let fields = try section.texts("fields")
        let dictionary = try section.text("dict_name")
        let worker: Worker? = try section.choice("backend")
        guard let template = try section.text("template") else { return nil }
        guard let table else { throw section.wrong("mysql_tab", wants: "the name of a table, for {0} in the template") }
        self.init(template: template, table: table)
        self.fields = fields ?? self.fields
        self.dictionary = dictionary ?? self.dictionary
        self.worker = worker
    }
}
