// SPDX-License-Identifier: Apache-2.0

import Yams

extension Node {
    /// The text of a scalar that is not quoted: what may be a number, a truth value or null.
    var plain: String? {
        guard case .scalar(let scalar) = self, scalar.style == .plain else { return nil }
        return scalar.string
    }

    /// Whether it is null: nothing, `~` or `null`.
    var isNull: Bool { plain.map { ["", "~", "null", "Null", "NULL"].contains($0) } ?? false }

    /// The line, counted from 1; 0 if it is not known.
    var line: Int { mark?.line ?? 0 }

    /// What stands there, short enough for an error, and without a password: a URL may stand in the wrong place.
    var found: String {
        switch self {
        case .scalar(let scalar):
            let text = Secrets.hide(in: scalar.string)
            return isNull ? "null" : String(reflecting: String(text.prefix(40))) + (text.count > 40 ? "…" : "")
        case .mapping: return "keys"
        case .sequence: return "a list"
        case .alias: return "an alias"
        }
    }
}
