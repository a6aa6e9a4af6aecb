// SPDX-License-Identifier: Apache-2.0

extension DatabaseError {
    /// The beginning of a statement's text on one line, enough to find it in the program.
    static func excerpt(_ text: String) -> String {
        let words = text.prefix(400).split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return words.count > 100 ? "\(words.prefix(100))…" : words
    }

    /// A statement's text would be cut at a NUL by both engines, without a word.
    static func checkText(_ text: String) throws(DatabaseError) {
        guard text.containsNUL else { return }
        throw DatabaseError(.invalidData, "a statement's text contains a NUL character: \(excerpt(text))")
    }

    static let nulInText = DatabaseError(.invalidData, "a text contains a NUL character, which cannot be stored")
    static let transactionInTransaction = DatabaseError(.other, "a transaction cannot begin within a transaction")
    static let streaming = DatabaseError(.other, "the connection reads a stream and can do nothing else until its end")

    /// The body of a transaction returned, but an error it had caught had ended the transaction.
    static let transactionWasLost = DatabaseError(
        .other, "nothing was committed: a statement of the transaction had failed, and with it the whole transaction")
}
