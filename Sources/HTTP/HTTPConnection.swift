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
        // Without a writer a body would go to standard output.
        curl_set_writer(handle, Self.write)
        curl_set_progress(handle, Self.isUnwanted)
        let result = withExtendedLifetime(answer) {
            curl_set_pointer(handle, CURLOPT_WRITEDATA, Unmanaged.passUnretained(answer).toOpaque())
            return curl_easy_perform(handle)
        }
        guard result == CURLE_OK else { throw Self.error(result, answer, limit) }
        let status = curl_status(handle)
        guard status == 200 else { throw HTTPError(.status, "the server answered with status \(status)") }
        return answer.body
    }

    private func set(_ url: String, agent: String, within limit: Duration, on handle: UnsafeMutableRawPointer) {
        curl_set_text(handle, CURLOPT_URL, url)
        curl_set_text(handle, CURLOPT_USERAGENT, agent)
        curl_set_text(handle, CURLOPT_PROTOCOLS_STR, "http,https")
        curl_set_text(handle, CURLOPT_REDIR_PROTOCOLS_STR, "http,https")
        // Any packing that libcurl can unpack.
        curl_set_text(handle, CURLOPT_ACCEPT_ENCODING, "")
        curl_set_number(handle, CURLOPT_FOLLOWLOCATION, 1)
        curl_set_number(handle, CURLOPT_MAXREDIRS, Self.maximumRedirections)
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
