// SPDX-License-Identifier: Apache-2.0

import Foundation
import Signatures

extension Surface {
    /// All of them; their shares make a thousand.
    static func all() throws -> [Surface] {
        let checker = try SignatureChecker.ofCaptures()
        return [
            try json(), try envelope(checker), try topic(checker), try certificate(checker), try configuration(),
            words(), try row(), pattern(), try salt(),
        ]
    }

    /// Texts as bytes.
    static func texts(_ texts: String...) -> [[UInt8]] { texts.map { Array($0.utf8) } }
}

extension SignatureChecker {
    /// The checker of the captures, at the time when they were made.
    fileprivate static func ofCaptures() throws -> SignatureChecker {
        var settings = SignatureSettings()
        settings.caFile = Seeds.path("Tests/SignaturesTests/Vectors/pki/ca.crt")
        settings.crlFile = Seeds.path("Tests/SignaturesTests/Vectors/pki/crl.pem")
        let checker = SignatureChecker(settings) { Date(timeIntervalSince1970: 1_795_226_720) }
        try checker.checkFiles()
        return checker
    }
}
