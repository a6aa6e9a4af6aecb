// SPDX-License-Identifier: Apache-2.0

internal import CLibCurl

/// One handle of libcurl, which it frees; curl_easy_perform(3).
///
/// - Important: Not for two threads at once.
final class HTTPConnection {
    /// What an answer is gathered in; libcurl has a pointer to it while it works.
    private final class Answer {
        let maximumBytes: Int
        var body: [UInt8] = []
        var isTooLarge = false

        init(maximumBytes: Int) {
            self.maximumBytes = maximumBytes
        }

        func take(_ bytes: UnsafeRawBufferPointer) -> Bool {
            isTooLarge = bytes.count > maximumBytes - body.count
            if !isTooLarge { body.append(contentsOf: bytes) }
            return !isTooLarge
        }
    }

    private static let maximumRedirections = 5

    private let handle: UnsafeMutableRawPointer?

    init() {
        handle = curl_easy_init()
    }

    deinit { curl_easy_cleanup(handle) }

    /// See ``HTTPClient/get(_:within:maximumBytes:)``.
    func get(_ url: String, agent: String, within limit: Duration, maximumBytes: Int) throws(HTTPError) -> [UInt8] {
        guard let handle else { throw HTTPError(.failed, "out of memory") }
        let answer = Answer(maximumBytes: maximumBytes)
        curl_easy_reset(handle)
        set(url, agent: agent, within: limit, on: handle)
        curl_set_number(handle, CURLOPT_FOLLOWLOCATION, 1)
        curl_set_number(handle, CURLOPT_MAXREDIRS, Self.maximumRedirections)
        try perform(handle, into: answer, within: limit)
        let status = curl_status(handle)
        guard status == 200 else { throw HTTPError(.status, "the server answered with status \(status)") }
        return answer.body
    }

    /// See ``HTTPClient/send(_:within:maximumBytes:)``.
    func send(_ request: HTTPRequest, agent: String, within limit: Duration, maximumBytes: Int) throws(HTTPError)
        -> HTTPAnswer
    {
        guard let handle else { throw HTTPError(.failed, "out of memory") }
        precondition(request.headers.allSatisfy(\.isSound), "a header of several lines")
        let answer = Answer(maximumBytes: maximumBytes)
        curl_easy_reset(handle)
        set(request.url, agent: agent, within: limit, on: handle)
        var headers: UnsafeMutablePointer<curl_slist>?
        defer { curl_slist_free_all(headers) }
        // libcurl would wait a second for a server's 100 before a large body.
        for header in ["Expect:"] + request.headers.map({ "\($0.name): \($0.value)" }) {
            headers = curl_slist_append(headers, header)
        }
        curl_set_headers(handle, headers)
        curl_set_number(handle, CURLOPT_POST, 1)
        curl_set_text(handle, CURLOPT_CUSTOMREQUEST, request.method)
        curl_set_size(handle, CURLOPT_POSTFIELDSIZE_LARGE, request.body.count)
        // An empty array has no address, and without one libcurl would read standard input.
        try (request.body.isEmpty ? [0] : request.body).withUnsafeBufferPointer { body throws(HTTPError) in
            // Which only reads it.
            curl_set_pointer(handle, CURLOPT_POSTFIELDS, UnsafeMutablePointer(mutating: body.baseAddress))
            try perform(handle, into: answer, within: limit)
        }
        let wait = curl_retry_after(handle)
        return HTTPAnswer(
            status: curl_status(handle), retryAfter: wait > 0 ? .seconds(wait) : nil, body: answer.body)
    }

    private func perform(_ handle: UnsafeMutableRawPointer, into answer: Answer, within limit: Duration)
        throws(HTTPError)
    {
        // Without a writer a body would go to standard output.
        curl_set_writer(handle, Self.write)
        curl_set_progress(handle, Self.isUnwanted)
        let result = withExtendedLifetime(answer) {
            curl_set_pointer(handle, CURLOPT_WRITEDATA, Unmanaged.passUnretained(answer).toOpaque())
            return curl_easy_perform(handle)
        }
        guard result == CURLE_OK else { throw Self.error(result, answer, limit) }
    }

    private func set(_ url: String, agent: String, within limit: Duration, on handle: UnsafeMutableRawPointer) {
        curl_set_text(handle, CURLOPT_URL, url)
        curl_set_text(handle, CURLOPT_USERAGENT, agent)
        curl_set_text(handle, CURLOPT_PROTOCOLS_STR, "http,https")
        curl_set_text(handle, CURLOPT_REDIR_PROTOCOLS_STR, "http,https")
        // Any packing that libcurl can unpack.
        curl_set_text(handle, CURLOPT_ACCEPT_ENCODING, "")
        curl_set_number(handle, CURLOPT_TIMEOUT_MS, max(1, Int(limit / .milliseconds(1))))
        // Signals belong to the program.
        curl_set_number(handle, CURLOPT_NOSIGNAL, 1)
        curl_set_number(handle, CURLOPT_NOPROGRESS, 0)
    }

    private static let write: curl_write_callback = { bytes, size, count, answer in
        guard let answer, let bytes else { return 0 }
        let gathered = Unmanaged<Answer>.fromOpaque(answer).takeUnretainedValue()
        return gathered.take(UnsafeRawBufferPointer(start: bytes, count: size * count)) ? size * count : 0
    }

    /// Called several times a second; 1 ends the transfer.
    private static let isUnwanted: curl_xferinfo_callback = { _, _, _, _, _ in Task.isCancelled ? 1 : 0 }

    private static func error(_ result: CURLcode, _ answer: Answer, _ limit: Duration) -> HTTPError {
        if answer.isTooLarge { return HTTPError(.tooLarge, "an answer of more than \(answer.maximumBytes) bytes") }
        switch result {
        case CURLE_OPERATION_TIMEDOUT: return HTTPError(.timedOut, "no answer within \(limit)")
        case CURLE_ABORTED_BY_CALLBACK: return HTTPError(.cancelled, "asking was cancelled")
        default: return HTTPError(.failed, String(cString: curl_easy_strerror(result)))
        }
    }
}
