// SPDX-License-Identifier: Apache-2.0

internal import Foundation

/// The files of the trust anchor and the revocation list, read again when they changed.
///
/// A file that changed into something unreadable is not forgiven: nobody is trusted until it is mended. So replace a file
/// by renaming another to its name, which never shows half of it.
struct TrustFiles {
    private let caFile: String
    private let crlFile: String?
    private var stamps: [FileStamp?]
    private var lastLook: Date
    private(set) var trust: Trust

    /// How long what the files said is taken for what they say, in seconds: looking costs two system calls.
    private static let patience = 1.0

    init(_ settings: SignatureSettings, now: Date) {
        caFile = settings.caFile
        crlFile = settings.crlFile
        lastLook = now
        // Looked at first, read then: what changes in between is seen as changed the next time.
        stamps = Self.stamps(settings.caFile, settings.crlFile)
        trust = Trust(caFile: settings.caFile, crlFile: settings.crlFile, generation: 1)
    }

    /// What the files say, at most a second ago.
    mutating func trust(at now: Date) -> Trust {
        // A clock that was set back must not keep anybody from looking.
        guard abs(now.timeIntervalSince(lastLook)) >= Self.patience else { return trust }
        lastLook = now
        let current = Self.stamps(caFile, crlFile)
        if current != stamps {
            stamps = current
            trust = Trust(caFile: caFile, crlFile: crlFile, generation: trust.generation + 1)
        }
        return trust
    }

    private static func stamps(_ caFile: String, _ crlFile: String?) -> [FileStamp?] {
        [FileStamp(caFile), crlFile.flatMap(FileStamp.init)]
    }
}
