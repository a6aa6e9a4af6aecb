// SPDX-License-Identifier: Apache-2.0

/// Which database is spoken to. A statement whose text differs takes it and shows both texts.
package enum Dialect: String, CaseIterable, Hashable, Sendable {
    /// PostgreSQL 15 or later, and Citus.
    case postgresql
    /// SQLite 3.40 or later, in a file.
    case sqlite
}
