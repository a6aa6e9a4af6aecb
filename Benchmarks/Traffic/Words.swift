// SPDX-License-Identifier: Apache-2.0

/// What made-up bodies are full of.
enum Words {
    static let plain = words(
        """
        update build package kernel fix release version bump upstream patch rebuild mass for the of to and in with from \
        test karma stable testing branch rawhide commit revert add remove drop dependency requires provides conflict \
        obsoletes spec changelog security advisory python perl rust golang node ruby java library headers static shared \
        object symbol abi soname license file directory service unit socket timer config default option enable disable \
        debug info symbols x86_64 aarch64 ppc64le s390x noarch failed success complete running queued canceled \
        \\"quoted\\" it's path/to/file C:\\\\temp <tag> &amp; 100% #1234 user@example.org
        """)

    static let foreign: [String] =
        plain.prefix(60)
        + words("naïve façade Žluťoučký kůň 日本語 Ελληνικά русский 🎉 Łódź été São 中文说明 עברית …")

    private static func words(_ text: String) -> [String] { text.split(separator: " ").map(String.init) }
}
