// SPDX-License-Identifier: Apache-2.0

internal import CLibCurl
internal import Executors

/// Gets documents from web servers and hands them others, one after the other, on a queue of its own.
///
/// Connections are kept for the next question. Redirections to a document are followed, a few, and to `http` and `https` only; a
/// password in the URL goes to its own host only. Certificates are checked against the system's authorities.
package actor HTTPClient {
    /// The queue that it blocks instead of Swift's pool.
    package nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    private nonisolated let executor = QueueExecutor(label: "datanommer.http")
    private let connection = HTTPConnection()
    private let agent: String

    /// A client that calls itself `agent`.
    package init(agent: String) {
        self.agent = agent
    }

    /// The body of an answer with status 200.
    ///
    /// - Parameters:
    ///   - url: `http://…` or `https://…`, which may hold `user:password@`.
    ///   - limit: how long it may take in all.
    ///   - maximumBytes: how many bytes the body may have, unpacked.
    /// - Throws: `HTTPError`.
    package func get(_ url: String, within limit: Duration, maximumBytes: Int) throws(HTTPError) -> [UInt8] {
        try connection.get(url, agent: agent, within: limit, maximumBytes: maximumBytes)
    }

    /// The answer to a request, whatever its status. Redirections are answers too: what was meant for one server is not
    /// handed to another.
    ///
    /// - Parameters:
    ///   - request: what is asked.
    ///   - limit: how long it may take in all.
    ///   - maximumBytes: how many bytes the answer's body may have, unpacked.
    /// - Throws: `HTTPError`, never for a status.
    package func send(_ request: HTTPRequest, within limit: Duration, maximumBytes: Int) throws(HTTPError)
        -> HTTPAnswer
    {
        try connection.send(request, agent: agent, within: limit, maximumBytes: maximumBytes)
    }
}
