// SPDX-License-Identifier: Apache-2.0

/// A header that a web server is sent.
package struct HeaderSetting: Hashable, Sendable {
    /// Its name.
    package let name: String
    /// Its value, which may be a secret.
    package let value: String

    /// Reads `Name: value`; `nil` if it is none, or more than one line.
    init?(_ text: String) {
        guard let colon = text.firstIndex(of: ":") else { return nil }
        name = String(text[..<colon])
        value = String(text[text.index(after: colon)...].drop { $0 == " " })
        // A token, RFC 9110, section 5.6.2.
        let isToken = name.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"):
                true
            default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
            }
        }
        guard isToken, !name.isEmpty, value.utf8.allSatisfy({ $0 >= 32 && $0 != 127 || $0 == 9 }) else { return nil }
    }
}

extension SettingsSection {
    /// How long a backend may have for an answer.
    static let answerTimes = Duration.milliseconds(100) ... .seconds(3_600)

    /// A list of headers; none if it is not there.
    mutating func headers(_ key: String) throws(SettingsError) -> [HeaderSetting] {
        var headers: [HeaderSetting] = []
        for text in try texts(key) ?? [] {
            guard let header = HeaderSetting(text) else {
                throw wrong(key, wants: "a list of headers, \"Name: value\"", secret: true)
            }
            headers.append(header)
        }
        return headers
    }

    /// The URL of a web server, which has to be there.
    mutating func webAddress(_ key: String) throws(SettingsError) -> String {
        guard let url = try text(key, secret: true), url.hasPrefix("http://") || url.hasPrefix("https://") else {
            throw wrong(key, wants: "a URL, http://… or https://…", secret: true)
        }
        return url
    }
}
