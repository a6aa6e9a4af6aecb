// SPDX-License-Identifier: Apache-2.0

/// The backend `redis`: a command for each record.
package struct RedisBackendSettings: Hashable, Sendable {
    /// The server's URL, which may hold `user:password@`.
    package var url: String
    /// Templates of the command's words.
    package var command: [String]
    /// How long the server may be silent, 100 ms to 1 h.
    package var timeout = Duration.seconds(10)

    /// - `url` (`redis://host:6379/0` or `unix:///path?db=0`; required).
    /// - `command` (list of templates; required): such as `[SET, "{msg.jid}", "{msg.return|json}"]`.
    /// - `timeout` (duration; 10s): 100ms to 1h.
    init(_ section: inout SettingsSection) throws(SettingsError) {
        guard let url = try section.text("url", secret: true), url.hasPrefix("redis://") || url.hasPrefix("unix://")
        else { throw section.wrong("url", wants: "a URL, redis://host:6379/0 or unix:///path?db=0", secret: true) }
        guard let command = try section.texts("command"), !command.isEmpty else {
            throw section.wrong(
                "command", wants: "a list of words, such as [SET, \"{msg.jid}\", \"{msg.return|json}\"]")
        }
        self.url = url
        self.command = command
        timeout = try section.duration("timeout", in: SettingsSection.answerTimes) ?? timeout
    }
}
