// SPDX-License-Identifier: Apache-2.0

internal import Glibc
internal import NIOCore
internal import NIOPosix

extension LineDelivery.Failure {
    /// What went wrong, for the operator.
    var words: String {
        switch self {
        case .connecting(let error): Self.words(of: error)
        case .lost: "the connection broke before everything was read"
        case .timedOut: "it did not read everything in time"
        }
    }

    /// The system's word for the first address that was tried.
    private static func words(of error: any Error) -> String {
        guard let attempts = error as? NIOConnectionError else { return "\(error)" }
        guard let first = attempts.connectionErrors.first?.error else { return "no address of this name is known" }
        guard let error = first as? IOError else { return "\(first)" }
        return String(cString: strerror(error.errnoCode))
    }
}
