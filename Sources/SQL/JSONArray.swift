// SPDX-License-Identifier: Apache-2.0

/// JSON arrays of texts or of integers, which stand in SQLite for the arrays it does not have (RFC 8259).
enum JSONArray {
    /// The array's text. Only what must be escaped is: quotes, backslashes and control characters.
    static func text(of texts: [String]) -> String {
        var json: [UInt8] = [UInt8(ascii: "[")]
        for (index, text) in texts.enumerated() {
            if index > 0 { json.append(UInt8(ascii: ",")) }
            append(text, to: &json)
        }
        json.append(UInt8(ascii: "]"))
        return String(decoding: json, as: UTF8.self)
    }

    /// The array's text.
    static func text(of integers: [Int64]) -> String {
        "[\(integers.map(String.init).joined(separator: ","))]"
    }

    /// The texts in a JSON array of nothing but texts; nil for anything else.
    static func texts(in json: String) -> [String]? {
        var scanner = JSONArrayScanner(json)
        return scanner.elements { $0.string() }
    }

    /// The integers in a JSON array of nothing but integers that fit; nil for anything else.
    static func integers(in json: String) -> [Int64]? {
        var scanner = JSONArrayScanner(json)
        return scanner.elements { $0.integer() }
    }

    private static func append(_ text: String, to json: inout [UInt8]) {
        let quote = UInt8(ascii: "\"")
        let backslash = UInt8(ascii: "\\")
        json.append(quote)
        for byte in text.utf8 {
            switch byte {
            case quote, backslash: json += [backslash, byte]
            case 0x00...0x1F: json += Array("\\u00".utf8) + [hexDigit(byte >> 4), hexDigit(byte & 15)]
            default: json.append(byte)
            }
        }
        json.append(quote)
    }

    private static func hexDigit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
    }
}
