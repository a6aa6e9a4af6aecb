// SPDX-License-Identifier: Apache-2.0

/// A template as Salt's event daemon had it: `insert into {0} (jid, fun) values ('{1}', '{2}');` with a list of fields.
///
/// `{0}` is the table, `{1}` … the fields; `{}` counts by itself; `{1!r}`, `{2:>20}` and `{5[key]}` do what they did in
/// Python. A placeholder in quotes is text as Python's `str` has it: `True`, `None`, `[1, 'a']`. One without is bound as
/// what it is, null as NULL.
package struct PositionalTemplate: Hashable, Sendable {
    /// The statement.
    package var template: String
    /// The names of the fields, in the order of their numbers.
    package var fields: [String]
    /// The field of the event that holds them.
    package var dictionary = "data"
    /// The table, `{0}`.
    package var table: String
    /// What becomes of the fields.
    package var worker = SaltWorker.plain

    /// A template; fields are those of `data`, as Python's `str` has them.
    package init(template: String, fields: [String], table: String, worker: SaltWorker = .plain) {
        self.template = template
        self.fields = fields
        self.table = table
        self.worker = worker
    }

    /// A record where this leads to anything is passed over.
    var skippedPath: FieldPath? {
        worker == .minionReturn ? FieldPath(field: dictionary, steps: [.member("minions")]) : nil
    }
}
