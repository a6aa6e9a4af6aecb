// SPDX-License-Identifier: Apache-2.0

internal import JSONText

/// What a program answers for a record, as a line of JSON; pure.
enum ProgramAnswer: Hashable, Sendable {
    case taken(position: Int64)
    case never(position: Int64, reason: String)
    case later(position: Int64, reason: String)

    /// Reads `{"position": 7}`, with `"never": "why"` or `"later": "why"` where it was not taken; other members mean nothing.
    ///
    /// - Throws: `ProgramError` for anything else.
    init(line: [UInt8]) throws(ProgramError) {
        guard let json = try? JSONText(validating: line), let position = json["position"]?.integer else {
            let shown = String(decoding: line.prefix(100), as: UTF8.self)
            throw ProgramError("answered with something else than {\"position\": NUMBER}: \(shown)")
        }
        if let reason = json["never"] {
            self = .never(position: position, reason: Self.words(reason))
        } else if let reason = json["later"] {
            self = .later(position: position, reason: Self.words(reason))
        } else {
            self = .taken(position: position)
        }
    }

    private static func words(_ json: JSONText) -> String {
        String((json.stringWithReplacements ?? json.text).prefix(1_000))
    }

    var position: Int64 {
        switch self {
        case .taken(let position), .never(let position, _), .later(let position, _): position
        }
    }
}
