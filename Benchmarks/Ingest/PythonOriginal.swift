// SPDX-License-Identifier: Apache-2.0

import DatanommerModels
import DatanommerTesting
import Foundation
import JSONText

/// The Python original from PyPI, one commit a message.
struct PythonOriginal: Sendable {
    /// For fedmsg (0.x) and for fedora-messaging (1.x), which knows PostgreSQL only.
    enum Line: String, CaseIterable { case fedmsg = "0.x", fedoraMessaging = "1.x" }

    let line: Line
    private let python: String
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../Original")
        .standardized.path

    /// Those that can store in an engine and can be installed.
    static func all(for engine: Engine) -> [PythonOriginal] {
        (engine == .sqlite ? [.fedmsg] : Line.allCases).compactMap(installed)
    }

    /// Installs it at the top of the source tree, where it is not there yet.
    ///
    /// - Returns: nil, and says why, where that is not possible: it needs Python and a way to PyPI.
    private static func installed(_ line: Line) -> PythonOriginal? {
        let environment = folder + "/../../.venv-original-\(line.rawValue)"
        do {
            let words = ["flock", folder, "sh", folder + "/prepare.sh", line.rawValue, environment]
            _ = try TimedProgram.run(words)
            return PythonOriginal(line: line, python: environment + "/bin/python")
        } catch {
            print("\nThe Python original \(line.rawValue) is left out, it could not be installed: \(error)")
            return nil
        }
    }

    /// Stores messages in a database that is there (PostgreSQL), or is made (SQLite).
    ///
    /// - Parameter commitsOnce: Whether one commit at the end shall do, which is not how it works, but quicker.
    func measure(_ messages: [Message], into url: String, folder: String, commitsOnce: Bool = false) async throws
        -> Figures
    {
        let file = folder + "/said.ndjson"
        try Data(messages.map(\.forOriginal).joined(separator: "\n").utf8).write(to: URL(filePath: file))
        let output = folder + "/took"
        let words =
            [python, Self.folder + "/store.py", line.rawValue, url, file] + (commitsOnce ? ["--commit-once"] : [])
        _ = try TimedProgram.run(words, output: output)
        let numbers = try String(contentsOfFile: output, encoding: .utf8).split(whereSeparator: \.isWhitespace)
            .compactMap { Double($0) }
        return Figures(
            elapsed: .seconds(numbers[0]), messages: messages.count - 1, client: .seconds(numbers[1]),
            peakBytes: Int(numbers[2]) << 10)
    }
}

extension Message {
    /// The envelope, and what the rules found in it.
    fileprivate var forOriginal: String {
        let names = { (names: [String]) in "[\(names.map { JSONText.string($0).text }.joined(separator: ", "))]" }
        return """
            {"users": \(names(users)), "packages": \(names(packages)), "body": {"msg_id": \(JSONText.string(msgID).text), \
            "topic": \(JSONText.string(topic).text), "timestamp": \(Double(timestamp.microseconds) / 1_000_000), \
            "i": \(i), "username": \(JSONText.string(username ?? "").text), "msg": \(msg)}}
            """
    }
}
