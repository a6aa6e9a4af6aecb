// SPDX-License-Identifier: Apache-2.0

package import Flow
package import HTTP
internal import JSONText

/// Makes a document of each record in Elasticsearch or OpenSearch, by their bulk API.
///
/// A document's id is the record's, so that one that comes again is the same document.
package struct ElasticsearchBackend: Backend {
    private let url: String
    private let index: TextTemplate
    private let type: String?
    private let headers: [HTTPRequest.Header]
    private let limit: Duration
    private let client = HTTPClient(agent: "datanommer")

    /// What an answer to a batch may have, in bytes: some hundred for each document.
    private static let answerBytes = 64 << 20

    /// A server.
    ///
    /// - Parameters:
    ///   - url: the server, `https://user:password@host:9200`.
    ///   - index: the name of the index, such as `salt-{timestamp|date}`; in lower case, as the server wants it.
    ///   - type: the type of documents, for Elasticsearch before 7; nil: none is said.
    ///   - headers: what is sent beside our own, such as `Authorization: ApiKey …`.
    ///   - limit: how long an answer may take.
    package init(
        url: String, index: TextTemplate, type: String? = nil, headers: [HTTPRequest.Header] = [],
        limit: Duration = .seconds(60)
    ) {
        var url = url
        while url.hasSuffix("/") { url.removeLast() }
        self.url = url
        self.index = index
        self.type = type
        self.headers = headers
        self.limit = limit
    }

    /// Asks who is there.
    package func check() async throws(DeliveryError) {
        do throws(HTTPError) {
            _ = try await client.get(url + "/", within: limit, maximumBytes: 1 << 20)
        } catch {
            throw .later(error.message)
        }
    }

    package func deliver(_ batch: [Record]) async throws(DeliveryError) {
        var refusals: [DeliveryError.Refusal] = []
        var documents: [Record] = []
        var names: [Int64: [UInt8]] = [:]
        for record in batch {
            do throws(TemplateRefusal) {
                names[record.position] = try index.filled(from: record)
                documents.append(record)
            } catch {
                refusals.append(DeliveryError.Refusal(position: record.position, reason: error.description))
            }
        }
        if !documents.isEmpty { refusals += try await send(documents, names) }
        try refusals.throwIfAny()
    }

    package func close() {}

    /// Sends documents; those that the server refuses, alone or among others.
    private func send(
        _ documents: [Record], _ names: [Int64: [UInt8]]
    ) async throws(DeliveryError) -> [DeliveryError.Refusal] {
        var amongOthers: [DeliveryError.Refusal] = []
        let alone = try await PartwiseDelivery.refusals(of: documents) { part throws(DeliveryError) in
            let answer = try await client.answer(
                to: request(part, names), within: limit, maximumBytes: Self.answerBytes)
            let outcome = try WebVerdict(answer.status).outcome(answer)
            if outcome == .taken { amongOthers += try refused(part, answer) }
            return outcome
        }
        return alone + amongOthers
    }

    private func request(_ part: ArraySlice<Record>, _ names: [Int64: [UInt8]]) -> HTTPRequest {
        var body: [UInt8] = []
        for record in part {
            let name = String(decoding: names[record.position] ?? [], as: UTF8.self)
            var place = [("_index", JSONText.string(name)), ("_id", .string(record.id))]
            if let type { place.append(("_type", .string(type))) }
            body.append(contentsOf: JSONText.object([("index", .object(place))]).bytes)
            body.append(UInt8(ascii: "\n"))
            record.appendJSON(to: &body)
            body.append(UInt8(ascii: "\n"))
        }
        return HTTPRequest(
            url: url + "/_bulk", headers: [.init("Content-Type", "application/x-ndjson")] + headers, body: body)
    }

    /// - Throws: `.later` when the answer is none, or a document may be taken later: ids make those free that were taken.
    private func refused(_ part: ArraySlice<Record>, _ answer: HTTPAnswer) throws(DeliveryError)
        -> [DeliveryError.Refusal]
    {
        guard let bulk = BulkAnswer(answer.body), bulk.items.count == part.count else {
            throw .later("the server's answer is none to so many documents")
        }
        var refusals: [DeliveryError.Refusal] = []
        for (record, item) in zip(part, bulk.items) {
            switch item {
            case .taken: break
            case .refused(let reason):
                refusals.append(DeliveryError.Refusal(position: record.position, reason: reason))
            case .later(let reason): throw .later(reason)
            }
        }
        return refusals
    }
}
