// SPDX-License-Identifier: Apache-2.0

extension DatabaseError {
    /// The beginning of a statement's text on one line, enough to find it in the program.
    ///
    /// Made for each statement that is run, whether or not there will be an error: so byte by byte.
    static func excerpt(_ text: String) -> String {
        var line: [UInt8] = []
        for byte in text.utf8.prefix(400) {
            if byte > UInt8(ascii: " ") {
                line.append(byte)
            } else if let last = line.last, last != UInt8(ascii: " ") {
                line.append(UInt8(ascii: " "))
            }
        }
        if line.last == UInt8(ascii: " ") { line.removeLast() }
        let words = String(decoding: line, as: UTF8.self)
        return words.unicodeScalars.count > 100 ? String(words.unicodeScalars.prefix(100)) + "…" : words
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
