// SPDX-License-Identifier: Apache-2.0

/// What is asked of a web server, with a body.
package struct HTTPRequest: Hashable, Sendable {
    /// The method, such as `POST`.
    package var method: String
    /// `http://…` or `https://…`, which may hold `user:password@`.
    package var url: String
    /// The headers, without line breaks, in order.
    package var headers: [Header]
    /// The body; may be empty.
    package var body: [UInt8]

    /// A header.
    package struct Header: Hashable, Sendable {
        /// Its name.
        package let name: String
        /// Its value.
        package let value: String

        /// A header.
        package init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }

        /// Whether it is one line, so that nothing in it becomes a header of its own (RFC 9110, section 5.5).
        package var isSound: Bool {
            !name.isEmpty && (name + value).unicodeScalars.allSatisfy { $0 != "\r" && $0 != "\n" && $0 != "\0" }
        }
    }

    /// A request.
    package init(method: String = "POST", url: String, headers: [Header] = [], body: [UInt8]) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
    }
}
