// SPDX-License-Identifier: Apache-2.0

/// A frame for the eyes of a person: text where it is UTF-8, else its bytes in hexadecimal, indented.
struct FrameText {
    private let bytes: [UInt8]

    /// How many bytes a line of hexadecimal tells.
    private static let perLine = 16

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// Writes it, line by line.
    func write(to output: inout StandardOutput) throws(OutputError) {
        guard !bytes.isEmpty else { return }
        guard let text = String(validating: bytes, as: UTF8.self) else { return try writeHexadecimal(to: &output) }
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            try output.write(line.isEmpty ? "\n" : "    \(Self.escaped(line))\n")
        }
    }

    private func writeHexadecimal(to output: inout StandardOutput) throws(OutputError) {
        for start in stride(from: 0, to: bytes.count, by: Self.perLine) {
            let line = bytes[start..<min(start + Self.perLine, bytes.count)]
            let digits = line.map { Self.padded($0, 2) }.joined(separator: " ")
            let letters = line.map { (0x20..<0x7F).contains($0) ? Character(Unicode.Scalar($0)) : "." }
            let gap = String(repeating: " ", count: 3 * (Self.perLine - line.count) + 2)
            try output.write("    \(Self.padded(start, 8))  \(digits)\(gap)\(String(letters))\n")
        }
    }

    /// What would act on a terminal is spelled `\u{1b}`.
    private static func escaped(_ line: Substring) -> String {
        var escaped = ""
        for scalar in line.unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control where scalar != "\t", .format, .lineSeparator, .paragraphSeparator:
                escaped += "\\u{\(String(scalar.value, radix: 16))}"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }

    private static func padded(_ number: some BinaryInteger, _ width: Int) -> String {
        let digits = String(number, radix: 16)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
