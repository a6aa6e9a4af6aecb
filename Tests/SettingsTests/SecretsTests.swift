// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Settings

@Suite struct `Secrets in a text` {
    @Test(arguments: [
        ("postgresql://me:hunter2@host/db", "postgresql://me:*@host/db"),
        ("--database-url=postgresql://me:hunter2@host:5432/db", "--database-url=postgresql://me:*@host:5432/db"),
        ("postgresql://me:a@b/c:d?e#f%zz g\"@host/db", "postgresql://me:*@host/db"),
        ("http://me:é\u{301}🚀@host/", "http://me:*@host/"),
        ("postgresql://:p@h", "postgresql://:*@h"),
        ("a://x:y@h,b://u:v@h", "a://x:*@h"),
        ("postgresql:///db?password=hunter2&host=h", "postgresql:///db?password=*"),
        ("postgresql:///db?host=h&sslPASSWORD=hunter2", "postgresql:///db?host=h&sslPASSWORD=*"),
        ("host=h password='hunter 2'", "host=h password=*"),
        ("oauth_client_secret=x scram_client_key=y", "oauth_client_secret=*"),
        ("postgresql://me:x@h/db?password=y", "postgresql://me:*@h/db?password=*"),
    ])
    func `are stars`(text: String, shown: String) {
        #expect(Secrets.hide(in: text) == shown)
        #expect(Secrets.hide(in: shown) == shown)
    }

    @Test(arguments: [
        "", "a", "tcp://127.0.0.1:9940", "ipc:///path", "postgresql://me@host:5432/db?host=/tmp", "me:x@host",
        "postgresql://me@[::1]:5432/db", "postgresql://me:@host/db", "password=", "://", "://:@",
    ])
    func `are not found where there are none`(text: String) {
        #expect(Secrets.hide(in: text) == text)
    }

    @Test func `are stars in a message too, word by word`() {
        let message =
            "wants tcp:// or ipc://, found \"postgresql://me:hunter2@host/db\" at a@b\n(\u{1F680}é): x://a:b@c"
        let shown = "wants tcp:// or ipc://, found \"postgresql://me:*@host/db\" at a@b\n(\u{1F680}é): x://a:*@c"
        #expect(Secrets.hide(inWordsOf: message) == shown)
    }

    @Test func `are never longer hidden than told, and other bytes stay`() {
        #expect(Secrets.hide(in: Array("a://x:".utf8) + [0xFF, 0xC3] + Array("@h".utf8)) == Array("a://x:*@h".utf8))
        #expect(Secrets.hide(in: [0xFF, 0x3A, 0xC3]) == [0xFF, 0x3A, 0xC3])
    }
}
