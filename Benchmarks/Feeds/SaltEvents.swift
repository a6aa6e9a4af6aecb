// SPDX-License-Identifier: Apache-2.0

import Flow
import JSONText
import SQL

/// Returns of jobs as a Salt master says them, each for another minion and job.
enum SaltEvents {
    static func records(_ count: Int) throws -> [Record] {
        try (0..<count).map { number in
            let (job, minion) = ("20260101\(100_000_000_000 + number / 50)", "host\(number % 10_000).example.org")
            let data = """
                {"cmd": "_return", "fun": "state.apply", "id": "\(minion)", "jid": "\(job)", "retcode": 0, "return": \
                {"file_|-motd_|-/etc/motd_|-managed": {"changes": {}, "comment": "File /etc/motd is in the correct state", \
                "duration": 12.345, "result": true}}, "success": true, "_stamp": "2026-01-01T00:00:00.000000"}
                """
            return Record(
                position: Int64(number), id: "salt-\(job)-\(minion)", name: "salt/job/\(job)/ret/\(minion)",
                time: Timestamp(microseconds: 1_767_225_600_000_000 + Int64(number)),
                fields: [Record.Field("msg", .json(try JSONText(validating: data)))])
        }
    }
}
