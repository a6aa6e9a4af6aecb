// SPDX-License-Identifier: Apache-2.0

import DatanommerTesting
import Foundation
import JSONText

/// Messages of some 3 KB, good ones and bad ones.
struct Sayings {
    /// All by one signer, each with a signature of its own.
    let good: [[UInt8]]
    /// Kinds of bad ones, as many of each.
    let bad: [(name: String, bodies: [[UInt8]])]

    init(_ pki: OwnPKI, count: Int) throws {
        // Signing by a program each time would take minutes: so many different ones are enough for any cache.
        let few = try (0..<50).map { try pki.signed(by: "signer", msgID: "2026-\($0)", padding: 900) }
        good = (0..<count).map { few[$0 % few.count] }
        let forged = String(decoding: try pki.signed(by: "forger", padding: 900), as: UTF8.self)
        let certificates = try Self.forgedCertificates(pki.path("forger.crt"), count)
        let old = try JSONText(validating: forged)["certificate"]?.text ?? ""
        bad = [
            ("a forged certificate, another in each", certificates.map { Array(forged.replacing(old, with: $0).utf8) }),
            ("a forged certificate, the same in all", [[UInt8]](repeating: Array(forged.utf8), count: count)),
            ("a good certificate, a bad signature", good.map { Self.changed($0) }),
            (
                "a certificate that is none, another in each",
                (0..<count).map { number in
                    Array(forged.replacing(old, with: "\"AAAA\(number)" + old.dropFirst(8)).utf8)
                }
            ),
            ("no signature at all", (0..<count).map { Array(#"{"topic":"a","msg":{"n":\#($0)}}"#.utf8) }),
        ]
    }

    /// The bytes of a message's signature.
    func signature(of body: [UInt8]) -> [UInt8] {
        let text = (try? JSONText(validating: body))?["signature"]?.string ?? ""
        return Data(base64Encoded: text).map { [UInt8]($0) } ?? []
    }

    /// The bytes that a message's signature covers.
    func signedBytes(of body: [UInt8]) -> [UInt8] {
        (try? JSONText(validating: body))?.canonical(omitting: ["signature", "certificate"]) ?? []
    }

    /// The same with another body.
    static func changed(_ body: [UInt8]) -> [UInt8] {
        Array(String(decoding: body, as: UTF8.self).replacing("1.5", with: "2.5").utf8)
    }

    /// Certificates that differ in their signatures, as an envelope spells them.
    private static func forgedCertificates(_ path: String, _ count: Int) throws -> [String] {
        let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
        let der = [UInt8](Data(base64Encoded: lines.filter { !$0.hasPrefix("-") }.joined()) ?? Data())
        return (0..<count).map { number in
            var bytes = der
            withUnsafeBytes(of: number) { bytes.replaceSubrange((bytes.count - 8)..., with: $0) }
            let text = Data(bytes).base64EncodedString(options: [.lineLength64Characters, .endLineWithLineFeed])
            let pem = "-----BEGIN CERTIFICATE-----\n\(text)\n-----END CERTIFICATE-----\n"
            return JSONText.string(Data(pem.utf8).base64EncodedString()).text
        }
    }
}
