// SPDX-License-Identifier: Apache-2.0

import DatanommerTesting
import Foundation
import JSONText
import Signatures

extension Surface {
    /// A certificate and a signature: base64, PEM and DER.
    static func certificate(_ checker: SignatureChecker) throws -> Surface {
        let frames = try Seeds.frames()
        let captured = frames.map(\.body).filter { checker.verdict(body: $0).isValid }
        let seeds = captured.compactMap { body -> [UInt8]? in
            let text = (try? JSONText(validating: body))?["certificate"]?.string
            return text.flatMap { Data(base64Encoded: $0, options: .ignoreUnknownCharacters) }.map { [UInt8]($0) }
        }
        let marks =
            texts(
                "-----BEGIN CERTIFICATE-----\n", "-----END CERTIFICATE-----\n", "=", "==", "\n", "\r\n", " ", "-",
                "AAAA")
            + [
                [0x30, 0x82], [0x30, 0x80], [0x02, 0x01], [0xFF], [0], [0x30, 0x84, 0xFF, 0xFF, 0xFF, 0xFF],
                [0xA0, 0x03],
            ]
        return Surface(name: "certificate", share: 100, seeds: seeds, marks: marks) { input, random in
            let pem = Bool.random(using: &random) ? input : rewrapped(input, &random)
            let body = captured[Int.random(in: 0..<captured.count, using: &random)]
            let certificate = (try? JSONText(validating: body))?["certificate"]?.text ?? ""
            let text = JSONText.string(Data(pem).base64EncodedString()).text
            let changed = String(decoding: body, as: UTF8.self).replacing(certificate, with: text)
            return checker.verdict(body: Array(changed.utf8)).isValid
        }
    }

    /// The certificate of a PEM text, changed inside, and wrapped again.
    private static func rewrapped(_ pem: [UInt8], _ random: inout SeededGenerator) -> [UInt8] {
        let lines = String(decoding: pem, as: UTF8.self).split(separator: "\n").filter { !$0.hasPrefix("-----") }
        guard let der = Data(base64Encoded: lines.joined(), options: .ignoreUnknownCharacters) else { return pem }
        let bytes = random.mutated(
            [UInt8](der), with: [UInt8](der), [[0x30, 0x82], [0x02, 0x01], [0xFF], [0], [0x80]])
        let text = Data(bytes).base64EncodedString(options: [.lineLength64Characters, .endLineWithLineFeed])
        return Array("-----BEGIN CERTIFICATE-----\n\(text)\n-----END CERTIFICATE-----\n".utf8)
    }
}
