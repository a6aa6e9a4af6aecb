// SPDX-License-Identifier: Apache-2.0

internal import CLibCrypto

/// Where the parts of a certificate lie (RFC 5280, 4.1): what was signed, how, and the signature.
struct CertificateParts {
    /// The part that its issuer signed.
    let signed: Range<Int>
    /// The signature's algorithm.
    let algorithm: Range<Int>
    /// The signature, a bit string.
    let signature: Range<Int>
    /// The bytes in it.
    let signatureBytes: Range<Int>
    /// The issuer's name.
    let issuer: Range<Int>

    /// Finds the parts without reading them; nil when these are not a certificate's.
    init?(der: UnsafeBufferPointer<UInt8>) {
        guard let whole = DERElement(in: der, at: 0), whole.tag == V_ASN1_SEQUENCE, whole.all.upperBound == der.count,
            let signed = DERElement(in: der, at: whole.content.lowerBound), signed.tag == V_ASN1_SEQUENCE,
            let algorithm = DERElement(in: der, at: signed.all.upperBound),
            let signature = DERElement(in: der, at: algorithm.all.upperBound),
            signature.all.upperBound == der.count,
            var element = DERElement(in: der, at: signed.content.lowerBound)
        else { return nil }
        // The version, tagged 0, is left out of the oldest certificates.
        let before = element.tag == V_ASN1_INTEGER ? 2 : 3
        for _ in 0..<before {
            guard let next = DERElement(in: der, at: element.all.upperBound) else { return nil }
            element = next
        }
        self.signed = signed.all
        self.algorithm = algorithm.all
        self.signature = signature.all
        // Before them stands how many bits of the last byte do not count.
        signatureBytes = signature.content.dropFirst()
        issuer = element.all
    }
}

/// One element of DER: its tag, and where it lies.
private struct DERElement {
    let tag: Int32
    /// With the tag and the length before it.
    let all: Range<Int>
    let content: Range<Int>

    /// Nil where none begins, where it would reach behind the end, and where its length is left open (which DER forbids).
    init?(in bytes: UnsafeBufferPointer<UInt8>, at offset: Int) {
        guard let base = bytes.baseAddress, offset < bytes.count else { return nil }
        var start: UnsafePointer<UInt8>? = base + offset
        var (length, tag, kind) = (0, 0 as Int32, 0 as Int32)
        let answer = ASN1_get_object(&start, &length, &tag, &kind, bytes.count - offset)
        guard answer & 0x80 == 0, answer & 0x01 == 0, let start else {
            ERR_clear_error()
            return nil
        }
        let first = start - base
        self.tag = tag
        content = first..<(first + length)
        all = offset..<(first + length)
    }
}
