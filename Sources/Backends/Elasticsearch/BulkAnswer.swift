// SPDX-License-Identifier: Apache-2.0

internal import Flow
internal import JSONText

/// What a search engine's `_bulk` answers: what became of each document, in their order; pure.
struct BulkAnswer {
    /// What became of one document.
    enum Item: Hashable, Sendable {
        case taken
        case refused(String)
        case later(String)
    }

    let items: [Item]

    /// - Returns: nil when it is none.
    init?(_ bytes: [UInt8]) {
        guard let answer = try? JSONText(validating: bytes), let items = answer["items"], items.kind == .array else {
            return nil
        }
        self.items = items.elements().map(Self.item)
    }

    /// Under the name of what was to be done stands its status, and its error.
    private static func item(_ item: JSONText) -> Item {
        guard let result = item.members().first?.value, let status = result["status"]?.integer else {
            return .later("a document without a status")
        }
        let reason = result["error"].map(words) ?? "status \(status)"
        switch status {
        // 409: to be created, and there already, by its id.
        case 200..<300, 409: return .taken
        case 400, 413: return .refused(reason)
        default: return .later(reason)
        }
    }

    private static func words(_ error: JSONText) -> String {
        let words = [error["type"], error["reason"]].compactMap { $0?.stringWithReplacements }
        return words.isEmpty ? "an error" : String(words.joined(separator: ": ").prefix(500))
    }
}
