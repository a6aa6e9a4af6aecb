// SPDX-License-Identifier: Apache-2.0

internal import Foundation
package import JSONText

/// Signs envelopes by fedmsg's x509 scheme.
///
/// May be asked from any number of threads at once.
package struct EnvelopeSigner: Sendable {
    private let key: PrivateRSAKey
    /// As it stands in an envelope.
    private let certificate: JSONText

    /// Reads a certificate and its key.
    ///
    /// - Parameters:
    ///   - certificateFile: PEM; the first certificate in it is sent along.
    ///   - keyFile: PEM, without a pass phrase.
    /// - Throws: `SignatureError` with the file that is of no use.
    package init(certificateFile: String, keyFile: String) throws(SignatureError) {
        let pem = try Self.bytes(of: certificateFile, .unreadableCertificate)
        guard PEM.firstBlock("CERTIFICATE", in: pem) != nil else {
            throw SignatureError(
                code: .unreadableCertificate, path: certificateFile, problem: "there is no certificate in it (PEM)")
        }
        guard let key = PrivateRSAKey(pem: try Self.bytes(of: keyFile, .unreadableKey)) else {
            throw SignatureError(
                code: .unreadableKey, path: keyFile, problem: "there is no RSA key without a pass phrase in it (PEM)")
        }
        self.key = key
        certificate = .string(Self.wrapped(pem))
        // A key that cannot sign is found out now, not with the first message.
        guard key.signature(over: []) != nil else {
            throw SignatureError(code: .unreadableKey, path: keyFile, problem: "it cannot sign; a longer key does")
        }
    }

    /// An envelope with `crypto`, `certificate` and `signature` of our own, in canonical form.
    ///
    /// - Parameter members: the others, as they are to be covered; members of those three names are left out.
    package func signed(_ members: [(String, JSONText)]) -> [UInt8] {
        let own: Set = ["crypto", "certificate", "signature"]
        let said = members.filter { !own.contains($0.0) } + [("crypto", JSONText.string("x509"))]
        guard let signature = key.signature(over: JSONText.object(said).canonical()) else {
            preconditionFailure("a key that could sign at first cannot any more")
        }
        let credentials = [("certificate", certificate), ("signature", JSONText.string(Self.wrapped(signature)))]
        return JSONText.object(said + credentials).canonical()
    }

    /// Base64 in lines of 76 characters, each with its line feed, as fedmsg's signers write it.
    private static func wrapped(_ bytes: [UInt8]) -> String {
        Data(bytes).base64EncodedString(options: [.lineLength76Characters, .endLineWithLineFeed]) + "\n"
    }

    private static func bytes(of path: String, _ code: SignatureError.Code) throws(SignatureError) -> [UInt8] {
        do throws(FileBytes.Problem) {
            return try FileBytes.read(path)
        } catch {
            throw SignatureError(code: code, path: path, problem: error.description)
        }
    }
}
