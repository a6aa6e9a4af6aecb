// SPDX-License-Identifier: Apache-2.0

import SQL
import Testing

@testable import Commands

@Suite struct `The age of a message` {
    private static let now = Timestamp(microseconds: 1_361_166_918_000_000)

    private static func before(_ microseconds: Int64) -> Timestamp {
        Timestamp(microseconds: now.microseconds - microseconds)
    }

    @Test(arguments: [
        (0, "0:00:00"),
        (1, "0:00:00.000001"),
        (678_000_000, "0:11:18"),
        (763_087_949, "0:12:43.087949"),
        (86_399_999_999, "23:59:59.999999"),
        (86_400_000_000, "1 day, 0:00:00"),
        (90_042_026_028, "1 day, 1:00:42.026028"),
        (172_800_000_000, "2 days, 0:00:00"),
        (36_892 * 86_400_000_000 + 36_000_000_000, "36892 days, 10:00:00"),
        (-1, "-1 day, 23:59:59.999999"),
        (-86_400_000_000, "-1 day, 0:00:00"),
        (-86_400_000_001, "-2 days, 23:59:59.999999"),
        (-763_087_949, "-1 day, 23:47:16.912051"),
    ])
    func `is days, hours, minutes and seconds, of a time to come counted forward from whole days`(
        microseconds: Int64, text: String
    ) {
        #expect(Self.now.age(of: Self.before(microseconds)) == text)
    }

    @Test(arguments: [
        (0, "0"), (999_999, "0"), (1_000_000, "1"), (678_999_999, "678"), (-999_999, "0"), (-1_000_000, "-1"),
        (36_892 * 86_400_000_000, "3187468800"),
    ])
    func `is whole seconds, those begun not counted`(microseconds: Int64, text: String) {
        #expect(Self.now.wholeSeconds(since: Self.before(microseconds)) == text)
    }

    @Test(arguments: [
        (1_361_166_918_000_000, "1361166918.0"), (1_361_166_918_500_000, "1361166918.5"), (1, "0.000001"), (0, "0.0"),
        (253_402_300_799_999_999, "253402300799.999999"),
    ])
    func `is counted from a time that is printed with a fraction`(microseconds: Int64, text: String) {
        #expect(Timestamp(microseconds: microseconds).floatSeconds == text)
    }
}
