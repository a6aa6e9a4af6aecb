// SPDX-License-Identifier: Apache-2.0

/// A pattern of dotted words, as in AMQP topic exchanges: `*` is any one word, `#` any number of words, also none.
struct TopicPattern: Hashable, Sendable {
    private enum Word: Hashable {
        case exactly(String)
        case anyOne
        case anyNumber
    }

    private let words: [Word]

    /// Any text is a pattern; only whole words are wild.
    init(_ text: String) {
        words = text.split(separator: ".", omittingEmptySubsequences: false).map { word in
            switch word {
            case "*": .anyOne
            case "#": .anyNumber
            default: .exactly(String(word))
            }
        }
    }

    /// Whether all the words of a topic, split at its dots, fit.
    ///
    /// Whenever words do not fit, the last `#` before takes one word more: no pattern takes more than the product of
    /// both lengths.
    func matches(_ topic: [Substring]) -> Bool {
        var word = 0
        var position = 0
        var retry: (word: Int, position: Int)?
        while position < topic.count || word < words.count {
            if word < words.count, words[word] == .anyNumber {
                retry = (word, position)
                word += 1
            } else if word < words.count, position < topic.count, fits(words[word], topic[position]) {
                word += 1
                position += 1
            } else if let last = retry, last.position < topic.count {
                retry = (last.word, last.position + 1)
                word = last.word + 1
                position = last.position + 1
            } else {
                return false
            }
        }
        return true
    }

    private func fits(_ word: Word, _ said: Substring) -> Bool {
        switch word {
        case .exactly(let text): said == text
        case .anyOne: true
        case .anyNumber: false
        }
    }
}
