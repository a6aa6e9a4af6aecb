// SPDX-License-Identifier: Apache-2.0

import DatanommerTesting
import Flow
import Testing

@testable import Backends

/// There is no package of Elasticsearch or OpenSearch: the requests are those of a real web client and server, the answers
/// are spelled as the bulk API's reference has them.
@Suite(.timeLimit(.minutes(1))) struct `A search engine as a backend` {
    private func backend(_ url: String, type: String? = nil) throws -> ElasticsearchBackend {
        ElasticsearchBackend(
            url: url, index: try TextTemplate("salt-{msg.kind}-{timestamp|date}", hostname: "master"), type: type)
    }

    @Test func `gets a line of what to do and a line of record for each`() async throws {
        try await DocumentServer.with { server in
            // The echo is no answer of a search engine.
            let record = Record.made(1, msg: #"{"kind": "job"}"#)
            for type in [nil, "doc"] {
                let error = await #expect(throws: DeliveryError.self) {
                    try await backend(server.url + "/echo/", type: type).deliver([record, .made(2)])
                }
                #expect(error == .later("the server's answer is none to so many documents"))
            }
            let requests = try server.requests
            #expect(requests.map(\.path) == ["/echo/_bulk", "/echo/_bulk"])
            #expect(requests[0].headers["content-type"] == "application/x-ndjson")
            let document = String(decoding: record.json, as: UTF8.self)
            let bodies = requests.map { String(decoding: $0.body, as: UTF8.self) }
            #expect(
                bodies == [
                    #"{"index":{"_index":"salt-job-2026.01.01","_id":"2026-1"}}"# + "\n\(document)\n",
                    #"{"index":{"_index":"salt-job-2026.01.01","_id":"2026-1","_type":"doc"}}"# + "\n\(document)\n",
                ])
        }
    }

    @Test func `refuses for good a record without an index`() async throws {
        let error = await #expect(throws: DeliveryError.self) {
            try await backend("http://127.0.0.1:1").deliver([.made(1)])
        }
        #expect(error == .never([.init(position: 1, reason: "msg.kind is missing")]))
    }

    @Test func `tells in its answer what became of each document`() {
        let answer = #"""
            {"took": 30, "errors": true, "items": [
              {"index": {"_index": "a", "_id": "1", "status": 201, "result": "created"}},
              {"index": {"_index": "a", "_id": "2", "status": 400, "error":
                {"type": "document_parsing_exception", "reason": "failed to parse field [n]"}}},
              {"create": {"status": 409, "error": {"type": "version_conflict_engine_exception", "reason": "there"}}},
              {"index": {"status": 429, "error": {"type": "es_rejected_execution_exception", "reason": "full"}}},
              {"index": {}}, {}, 7]}
            """#
        #expect(
            BulkAnswer(Array(answer.utf8))?.items == [
                .taken, .refused("document_parsing_exception: failed to parse field [n]"), .taken,
                .later("es_rejected_execution_exception: full"), .later("a document without a status"),
                .later("a document without a status"), .later("a document without a status"),
            ])
        for odd in ["", "[]", "{}", #"{"items": {}}"#, "\u{FF}"] { #expect(BulkAnswer(Array(odd.utf8)) == nil) }
    }
}
