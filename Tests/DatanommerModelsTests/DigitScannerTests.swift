// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import DatanommerModels

@Suite struct `A digit scanner` {
    @Test func `takes exactly so many digits, and leaves all in place when there are fewer`() {
        var scanner = DigitScanner("201x")
        #expect(scanner.number(digits: 4) == nil)
        #expect(scanner.number(digits: 3) == 201)
        #expect(scanner.number(digits: 1) == nil)
        let tookX = scanner.take("x")
        #expect(tookX)
        #expect(scanner.isAtEnd)
        #expect(scanner.number(digits: 1) == nil)
        let tookAnother = scanner.take("x")
        #expect(!tookAnother)
    }

    @Test(arguments: ["", "-1", "+1", " 1", "१२", "１2", "a", "1"])
    func `takes neither signs, spaces nor the digits of other scripts for two digits`(text: String) {
        var scanner = DigitScanner(text)
        #expect(scanner.number(digits: 2) == nil)
    }

    @Test(arguments: [
        ("00:00", 0, 0), ("23:59", 86_340, 0), ("05:55:18", 21_318, 0), ("05:55:60", 21_360, 0),
        ("05:55:18.25", 21_318, 250_000), ("05:55:18,000001", 21_318, 1), ("05:55:18.1234569", 21_318, 123_456),
    ])
    func `reads a time of day`(text: String, seconds: Int, microseconds: Int64) {
        var scanner = DigitScanner(text)
        let time = scanner.timeOfDay()
        #expect(time?.seconds == seconds)
        #expect(time?.microseconds == microseconds)
        #expect(scanner.isAtEnd)
    }

    @Test(arguments: ["", "24:00", "05", "05:", "05:60", "05:55:", "05:55:61", "05:55:18.", "05:55:18.x", "5:55"])
    func `refuses what is no time of day`(text: String) {
        var scanner = DigitScanner(text)
        #expect(scanner.timeOfDay() == nil)
    }

    @Test(arguments: [
        ("", 0), ("Z", 0), ("z", 0), ("+01", 3_600), ("-08:00", -28_800), ("+0545", 20_700), ("-00:30", -1_800),
    ])
    func `reads a zone in seconds east of Greenwich`(text: String, seconds: Int) {
        var scanner = DigitScanner(text)
        #expect(scanner.zone() == seconds)
        #expect(scanner.isAtEnd)
    }

    @Test(arguments: ["+", "+1", "+24:00", "+01:", "+01:6", "+01:60", "UTC", " Z", "x"])
    func `refuses what is no zone`(text: String) {
        var scanner = DigitScanner(text)
        #expect(scanner.zone() == nil)
    }
}
