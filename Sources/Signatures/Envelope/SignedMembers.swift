// SPDX-License-Identifier: Apache-2.0

internal import Glibc
internal import JSONText

/// The members of an envelope that tell who signed it, and how; and the bytes that were signed.
struct SignedMembers {
    /// A value as it was said.
    typealias Spelling = ArraySlice<UInt8>

    /// The members that the signature does not cover.
    private static let uncovered: Set<String> = ["signature", "certificate"]

    private let envelope: JSONText
    private var topicSpelling: Spelling?
    private var crypto: Spelling?
    private var signature: Spelling?
    private var certificate: Spelling?
    /// The bytes that an x509 signature covers, if they could be copied.
    private var copied: [UInt8]?

    /// Finds the members of an object.
    init(_ envelope: JSONText) {
        self.envelope = envelope
        if copyMembers() { return }
        topicSpelling = envelope["topic"]?.bytes
        crypto = envelope["crypto"]?.bytes
        signature = envelope["signature"]?.bytes
        certificate = envelope["certificate"]?.bytes
    }

    /// The scheme that the envelope names, or that it must be when it names none (fedmsg up to 0.7.2).
    ///
    /// - Throws: the reason why the envelope is not signed at all.
    func scheme() throws(Verdict.Reason) -> SignatureSettings.Scheme {
        if let crypto {
            if crypto.elementsEqual("\"x509\"".utf8) { return .x509 }
            guard let scheme = json(crypto)?.string.flatMap(SignatureSettings.Scheme.init) else { throw .unknownScheme }
            return scheme
        }
        guard certificate != nil || signature != nil else { throw .unsigned }
        return certificate != nil ? .x509 : .gpg
    }

    /// Whether the topic is an array or an object.
    var hasContainerAsTopic: Bool {
        topicSpelling?.first == UInt8(ascii: "[") || topicSpelling?.first == UInt8(ascii: "{")
    }

    /// The topic; nil when there is none.
    var topic: JSONText? { topicSpelling.flatMap(json) }

    /// The signature itself.
    func signatureBytes() throws(Verdict.Reason) -> [UInt8] {
        guard let signature, signature.first == UInt8(ascii: "\"") else { throw .noSignature }
        guard let bytes = text(signature).flatMap(LenientBase64.decoded) else { throw .notBase64 }
        return bytes
    }

    /// The certificate as it was said: a JSON string.
    func certificateSpelling() throws(Verdict.Reason) -> Spelling {
        guard let certificate, certificate.first == UInt8(ascii: "\"") else { throw .noCertificate }
        return certificate
    }

    /// The DER bytes of the first certificate in the envelope's text.
    func certificateData() throws(Verdict.Reason) -> [UInt8] {
        let spelling = try certificateSpelling()
        guard let pem = text(spelling).flatMap(LenientBase64.decoded) else { throw .notBase64 }
        guard let data = PEM.firstBlock("CERTIFICATE", in: pem) else { throw .unreadableCertificate }
        return data
    }

    /// The bytes that an x509 signature covers: the canonical form of all but itself and the certificate.
    func signedBytes() -> [UInt8] {
        copied ?? envelope.canonical(omitting: Self.uncovered)
    }

    /// Finds the members and copies what the signature covers in one walk, if the envelope was said so that this can be done.
    private mutating func copyMembers() -> Bool {
        var found = (topic: nil, crypto: nil, signature: nil, certificate: nil) as Found
        copied = envelope.bytes.withUnsafeBufferPointer { bytes in
            var copier = CanonicalCopier(bytes)
            return copier.object { name in
                bytes.isSpelled("signature", at: name) || bytes.isSpelled("certificate", at: name)
            } _: { name, value in
                if bytes.isSpelled("signature", at: name) {
                    found.signature = value
                } else if bytes.isSpelled("certificate", at: name) {
                    found.certificate = value
                } else if bytes.isSpelled("topic", at: name) {
                    found.topic = value
                } else if bytes.isSpelled("crypto", at: name) {
                    found.crypto = value
                }
            }
        }
        guard copied != nil else { return false }
        (topicSpelling, crypto) = (spelling(found.topic), spelling(found.crypto))
        (signature, certificate) = (spelling(found.signature), spelling(found.certificate))
        return true
    }

    /// The bytes at offsets counted from the first byte.
    private func spelling(_ range: Range<Int>?) -> Spelling? {
        guard let range else { return nil }
        let start = envelope.bytes.startIndex
        return envelope.bytes[(start + range.lowerBound)..<(start + range.upperBound)]
    }

    private func json(_ spelling: Spelling) -> JSONText? { try? JSONText(validating: Array(spelling)) }

    /// The text of a JSON string; nil when no text can hold it.
    private func text(_ spelling: Spelling) -> [UInt8]? {
        spelling.withoutLineBreaks ?? json(spelling)?.string.map { Array($0.utf8) }
    }
}

/// Where the members stand that matter; of those said twice, the last.
private typealias Found = (
    topic: Range<Int>?, crypto: Range<Int>?, signature: Range<Int>?, certificate: Range<Int>?
)

extension ArraySlice<UInt8> {
    /// The text of a JSON string, less its line breaks, which in base64 mean nothing; nil if it has other escapes.
    fileprivate var withoutLineBreaks: [UInt8]? {
        withUnsafeBufferPointer { quoted in
            var text: [UInt8] = []
            text.reserveCapacity(quoted.count)
            var rest = quoted.dropFirst().dropLast()
            while let escape = rest.firstIndex(of: UInt8(ascii: "\\")) {
                guard escape + 1 < rest.endIndex, rest[escape + 1] == UInt8(ascii: "n") else { return nil }
                text.append(contentsOf: rest[..<escape])
                rest = rest[(escape + 2)...]
            }
            text.append(contentsOf: rest)
            return text
        }
    }
}

extension UnsafeBufferPointer<UInt8> {
    fileprivate func isSpelled(_ name: StaticString, at range: Range<Int>) -> Bool {
        guard range.count == name.utf8CodeUnitCount else { return false }
        return baseAddress.map { memcmp($0 + range.lowerBound, name.utf8Start, range.count) == 0 } ?? false
    }
}
