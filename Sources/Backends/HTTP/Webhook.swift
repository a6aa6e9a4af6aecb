// SPDX-License-Identifier: Apache-2.0

package import Flow
internal import Foundation
package import HTTP
package import SQL
internal import Signatures

/// Hands records to a web server, a request a batch, signed on wish.
///
/// The signature and its headers are those of Standard Webhooks 1.0: `webhook-id`, `webhook-timestamp`, and
/// `webhook-signature`, `v1,` and the base64 of HMAC-SHA256 over id, time and body with full stops in between. The id is the
/// same when a batch comes again.
package struct Webhook: Backend {
    /// How records become a body.
    package enum Layout: String, CaseIterable, Sendable {
        /// A JSON array of objects.
        case json
        /// An object a line.
        case ndjson

        fileprivate var contentType: String {
            switch self {
            case .json: "application/json"
            case .ndjson: "application/x-ndjson"
            }
        }
    }

    private let name: String
    private let url: String
    private let layout: Layout
    private let headers: [HTTPRequest.Header]
    private let secret: [UInt8]?
    private let limit: Duration
    private let client: HTTPClient
    private let now: @Sendable () -> Timestamp

    /// An answer's body is of no interest, and may have so many bytes.
    private static let answerBytes = 1 << 20

    /// A server.
    ///
    /// - Parameters:
    ///   - name: what ids begin with, so that a server can tell feeds apart.
    ///   - url: `http://…` or `https://…`, which may hold `user:password@`.
    ///   - headers: what is sent beside our own, such as `Authorization`; each one sound.
    ///   - secret: the key of signatures; nil: none is sent.
    ///   - limit: how long an answer may take.
    package init(
        name: String, url: String, layout: Layout = .json, headers: [HTTPRequest.Header] = [], secret: [UInt8]? = nil,
        limit: Duration = .seconds(30), now: @escaping @Sendable () -> Timestamp = { .now }
    ) {
        self.name = name
        self.url = url
        self.layout = layout
        self.headers = headers
        self.secret = secret
        self.limit = limit
        self.now = now
        client = HTTPClient(agent: "datanommer")
    }

    /// Nothing can be asked without handing something over: the first batch will tell.
    package func check() {}

    package func deliver(_ batch: [Record]) async throws(DeliveryError) {
        try await PartwiseDelivery.deliver(batch) { part throws(DeliveryError) in
            let answer = try await client.answer(to: request(part), within: limit, maximumBytes: Self.answerBytes)
            return try WebVerdict(answer.status).outcome(answer)
        }
    }

    package func close() {}

    private func request(_ part: ArraySlice<Record>) -> HTTPRequest {
        let body = body(part)
        return HTTPRequest(
            url: url, headers: [.init("Content-Type", layout.contentType)] + headers + signature(part, body), body: body
        )
    }

    private func body(_ part: ArraySlice<Record>) -> [UInt8] {
        var bytes: [UInt8] = layout == .json ? [UInt8(ascii: "[")] : []
        for (index, record) in part.enumerated() {
            if layout == .json, index > 0 { bytes.append(contentsOf: ",\n".utf8) }
            record.appendJSON(to: &bytes)
            if layout == .ndjson { bytes.append(UInt8(ascii: "\n")) }
        }
        if layout == .json { bytes.append(UInt8(ascii: "]")) }
        return bytes
    }

    private func signature(_ part: ArraySlice<Record>, _ body: [UInt8]) -> [HTTPRequest.Header] {
        guard let first = part.first, let last = part.last else { return [] }
        let id = "\(name)-\(first.position)-\(last.position)"
        guard let secret else { return [.init("webhook-id", id)] }
        let time = now().microseconds / 1_000_000
        let code = MessageCode.hmacSHA256(of: Array("\(id).\(time).".utf8) + body, key: secret)
        return [
            .init("webhook-id", id), .init("webhook-timestamp", "\(time)"),
            .init("webhook-signature", "v1," + Data(code).base64EncodedString()),
        ]
    }
}
