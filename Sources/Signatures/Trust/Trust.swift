// SPDX-License-Identifier: Apache-2.0

/// What the configured files say: a store to check certificates against, or why there is none.
struct Trust: Sendable {
    /// Grows with each reading; what was found out under another generation counts no more.
    let generation: Int
    /// The store, or the file that keeps it from being made.
    let store: Result<TrustStore, SignatureError>

    /// Reads both files.
    init(caFile: String, crlFile: String?, generation: Int) {
        self.generation = generation
        store = Result { () throws(SignatureError) in try Self.store(caFile: caFile, crlFile: crlFile) }
    }

    /// Why nobody can be trusted; nil if somebody may.
    var refusal: Verdict.Reason? {
        guard case .failure(let error) = store else { return nil }
        return error.code == .unreadableCRL ? .unreadableCRL : .unreadableAnchor
    }

    private static func store(caFile: String, crlFile: String?) throws(SignatureError) -> TrustStore {
        let anchorData = try block("CERTIFICATE", in: caFile, .unreadableAnchor)
        guard let anchor = Certificate(der: anchorData) else {
            throw SignatureError(code: .unreadableAnchor, path: caFile, problem: "its certificate is malformed")
        }
        var revocations: RevocationList?
        if let crlFile, !crlFile.isEmpty {
            revocations = RevocationList(der: try block("X509 CRL", in: crlFile, .unreadableCRL))
            guard revocations != nil else {
                throw SignatureError(code: .unreadableCRL, path: crlFile, problem: "its revocation list is malformed")
            }
        }
        guard let store = TrustStore(anchor: anchor, revocations: revocations) else {
            throw SignatureError(code: .unreadableAnchor, path: caFile, problem: "no memory for it")
        }
        return store
    }

    private static func block(_ kind: String, in path: String, _ code: SignatureError.Code) throws(SignatureError)
        -> [UInt8]
    {
        let bytes: [UInt8]
        do {
            bytes = try FileBytes.read(path)
        } catch {
            throw SignatureError(code: code, path: path, problem: error.description)
        }
        guard let block = PEM.firstBlock(kind, in: bytes) else {
            throw SignatureError(code: code, path: path, problem: "it holds no PEM block \"\(kind)\"")
        }
        return block
    }
}
