// SPDX-License-Identifier: Apache-2.0

internal import Flow
internal import HTTP

/// What a web server's status says about what it was handed; pure.
enum WebVerdict: Hashable, Sendable {
    case taken
    /// It is about what was handed over: it will not be taken later either.
    case refused
    /// It is about the server, the way to it, or our rights: the same may be taken later.
    case later

    /// The meaning of a status (RFC 9110, section 15; 422 of it, 413 and 415 too are about the content).
    init(_ status: Int) {
        self =
            switch status {
            case 200..<300: .taken
            // A wrong URL, password or redirection is a matter for the operator, and no fault of the records.
            case 400, 413, 415, 422: .refused
            default: .later
            }
    }

    /// The same for a delivery.
    ///
    /// - Throws: `.later`, with what the server answered.
    func outcome(_ answer: HTTPAnswer) throws(DeliveryError) -> PartwiseDelivery.Outcome {
        switch self {
        case .taken: return .taken
        case .refused: return .refused("the server answered with status \(answer.status)")
        case .later:
            let wait = answer.retryAfter.map { ", and wants to be left alone for \($0)" } ?? ""
            throw .later("the server answered with status \(answer.status)\(wait)")
        }
    }
}

extension HTTPClient {
    /// The answer to a request.
    ///
    /// - Throws: `.later` where there is none.
    func answer(to request: HTTPRequest, within limit: Duration, maximumBytes: Int) throws(DeliveryError)
        -> HTTPAnswer
    {
        do throws(HTTPError) {
            return try send(request, within: limit, maximumBytes: maximumBytes)
        } catch {
            throw .later(error.message)
        }
    }
}
