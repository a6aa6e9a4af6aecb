// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Settings

@Suite struct `A duration in a setting` {
    @Test(arguments: [
        ("0s", Duration.zero), ("1ms", .milliseconds(1)), ("50ms", .milliseconds(50)), ("5s", .seconds(5)),
        ("2m", .seconds(120)), ("1h", .seconds(3600)), ("1500ms", .milliseconds(1500)),
        ("1d", .seconds(86_400)), ("365d", .seconds(365 * 86_400)), ("2w", .seconds(14 * 86_400)),
    ])
    func `is a whole number and its unit, and is written back the same`(text: String, duration: Duration) {
        #expect(Duration(settingText: text) == duration)
        #expect(duration.settingText == text)
    }

    @Test(arguments: [
        "", "5", "s", "-5s", "+5s", "5 s", " 5s", "5s ", "1.5s", "5S", "5D", "5y", "1m30s", "٣s",
        "9223372036854775807h",
        "99999999999999999999s", "5s\0",
    ])
    func `is nothing else: no sign, space, fraction, other digit or overflow`(text: String) {
        #expect(Duration(settingText: text) == nil)
    }
}

@Suite struct `A size in a setting` {
    @Test(arguments: [
        ("0", 0), ("1023", 1023), ("1KiB", 1024), ("16MiB", 16_777_216), ("1GiB", 1_073_741_824),
    ])
    func `is whole bytes or a binary unit, and is written back the same`(text: String, bytes: Int) {
        #expect(ByteCount(settingText: text) == ByteCount(bytes))
        #expect("\(ByteCount(bytes))" == text)
    }

    @Test(arguments: ["", "KiB", "1KB", "1kib", "1.5MiB", "-1", "1 MiB", "0x10", "9223372036854775807KiB", "1B"])
    func `is nothing else: no decimal unit, sign, fraction or overflow`(text: String) {
        #expect(ByteCount(settingText: text) == nil)
    }
}
