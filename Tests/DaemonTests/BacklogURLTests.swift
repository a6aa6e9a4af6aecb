// SPDX-License-Identifier: Apache-2.0

import SQL
import Testing

@testable import Daemon

@Suite struct `The URL of a backlog` {
    private let stretch =
        Timestamp(microseconds: 1_361_166_918_250_000)...Timestamp(microseconds: 1_361_166_919_000_001)

    @Test(arguments: [
        ("https://host/raw", "https://host/raw?"), ("https://host/raw?", "https://host/raw?"),
        ("https://host/raw?topic=a", "https://host/raw?topic=a&"), ("https://host/raw?a=b&", "https://host/raw?a=b&"),
        ("http://u:p@host:80/raw#x?y", "http://u:p@host:80/raw?"),
    ])
    func `keeps what it asks for already`(text: String, start: String) {
        let page = BacklogURL(text, rows: 7).page(3, of: stretch)
        #expect(page == start + "rows_per_page=7&page=3&start=1361166918&end=1361166920&order=asc")
    }

    @Test(arguments: [
        ("https://me:sec@ret@host:81/raw?key=secret#secret", "https://host:81/raw"), ("http://host", "http://host"),
        ("http://secret@host?secret", "http://host"), ("http://host/a@b", "http://host/a@b"),
    ])
    func `is told without a secret`(text: String, source: String) {
        #expect(BacklogURL(text, rows: 1).source == source)
    }
}
