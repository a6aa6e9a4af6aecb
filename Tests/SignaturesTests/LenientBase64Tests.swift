// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import Signatures

@Suite struct `Lenient base64` {
    /// What Python's base64.b64decode says to each.
    @Test(
        arguments: [
            ("", []), ("QUJD", [65, 66, 67]), ("QUI=", [65, 66]), ("QQ==", [65]), ("Q-U_J!D", [65, 66, 67]),
            ("QU\nJD\r\n", [65, 66, 67]), ("QQ==QUJD", [65]), ("QQ=x=", [65, 12]), ("=QUJD", [65, 66, 67]),
            ("Q=UJD", [65, 66, 67]), ("QUJD====", [65, 66, 67]), ("QUI", nil), ("QU", nil), ("Q", nil), ("QUJDR", nil),
            ("QQ=", nil), ("=", []), ("====", []), ("Q===", nil), ("QUI=\u{e9}", nil), ("\u{e9}", nil),
            ("QQ=\n=", [65]),
            ("QQ=A=A==", [65, 0]), ("/+==", [255]), ("//8=", [255, 255]),
        ] as [(String, [UInt8]?)])
    func `is read as Python reads it: empty, broken, padded in odd places`(text: String, bytes: [UInt8]?) {
        #expect(LenientBase64.decoded(Array(text.utf8)) == bytes)
    }

    @Test func `gives back all bytes of all lengths`() {
        for count in 0..<100 {
            let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 37 &+ count) }
            #expect(LenientBase64.decoded(Array(Data(bytes).base64EncodedString().utf8)) == bytes)
        }
    }
}
