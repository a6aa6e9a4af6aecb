// SPDX-License-Identifier: Apache-2.0

import DatanommerModels
import SQL

extension Surface {
    /// Times, addresses and databases, as a person writes them.
    static func words() -> Surface {
        let seeds = texts(
            "2013-02-18T05:55:18.123456Z", "2013-02-18 05:55:18+05:45", "1361166918.5", "tcp://127.0.0.1:9940",
            "ipc:///run/bus", "sqlite:////var/lib/x.db", "postgresql://user:secret@host:5432/db?sslmode=require&x=y")
        let marks =
            texts(
                "-", ":", ".", "T", "Z", "+", "/", "//", "@", "%", "%00", "?", "=", "&", "99999999999", "e400",
                "tcp://", "[::1]", " ", "é")
            + [[0], [0xFF]]
        return Surface(name: "words", share: 30, seeds: seeds, marks: marks) { input, _ in
            let text = String(decoding: input, as: UTF8.self)
            let time = Timestamp(text: text)
            if let time { try must(Timestamp(text: "\(time)") == time, "a time that reads as another: \(text)") }
            return ((try? DatabaseURL(text)) != nil) || time != nil
        }
    }
}
