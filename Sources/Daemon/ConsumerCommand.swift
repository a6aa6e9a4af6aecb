// SPDX-License-Identifier: Apache-2.0

package import ArgumentParser
internal import Commands
internal import DatanommerModels
internal import Logging
internal import Settings

/// `datanommer-consumer`: the daemon.
package struct ConsumerCommand: ArchiveCommand {
    package static let configuration = CommandConfiguration(
        commandName: "datanommer-consumer",
        abstract: "Record every message of an event bus in the archive.",
        discussion: "Runs in the foreground and logs to stderr. SIGTERM or SIGINT: stops receiving, stores what was "
            + "received, ends. SIGHUP: reads the configuration again.",
        version: Version.current)

    @OptionGroup var archive: ArchiveOptions
    @OptionGroup var rules: RulesOptions

    @Option(
        help: ArgumentHelp(
            "A publisher to listen to, tcp://host:port or ipc:///path; may be repeated.", valueName: "url"))
    var endpoint: [String] = []

    @Option(
        help: ArgumentHelp(
            "A master of Salt to listen to: its socket, the folder of it, or tcp://host:port; may be repeated.",
            valueName: "path"))
    var salt: [String] = []

    @Option(help: ArgumentHelp("Only topics with this beginning; may be repeated.", valueName: "prefix"))
    var topic: [String] = []

    @Flag(
        inversion: .prefixedNo,
        help:
            "Bring the schema to the newest version first: the default on SQLite; on PostgreSQL a stale one is refused."
    )
    var migrate: Bool?

    @Option(
        help: ArgumentHelp("The folder that keeps what was received until the database has it.", valueName: "folder"))
    var spool: String?

    @OptionGroup var signatures: SignatureModeOptions

    @Option(
        help: ArgumentHelp(
            "Answer /health, /ready and /metrics here: 127.0.0.1:9941, [::1]:9941, unix:/path.", valueName: "address"))
    var monitor: String?

    @Option(help: ArgumentHelp("text, or json: an object a line.", valueName: "format"))
    var logFormat: Settings.Log.Format?

    @Option(help: ArgumentHelp("The least severe lines that are logged.", valueName: "level"))
    var logLevel: Settings.Log.Level?

    package init() {}

    package mutating func perform() async throws {
        let settings = try effectiveSettings()
        let logger = Logger(label: "datanommer-consumer", settings: settings.log)
        let options = self
        let consumer = Consumer(settings: settings, logger: logger) { try options.effectiveSettings() }
        try await consumer.run()
    }

    /// The settings of the file and the environment, with these options over them.
    private func effectiveSettings() throws -> Settings {
        var settings = try archive.settings()
        if !endpoint.isEmpty { settings.bus.endpoints = endpoint }
        if !salt.isEmpty { settings.bus.salt = salt }
        if !topic.isEmpty { settings.bus.topics = topic }
        if let migrate { settings.migrate = migrate }
        if let rules = rules.rules { settings.extraction.rules = rules }
        if let spool { settings.spool.directory = spool }
        signatures.apply(to: &settings.signatures)
        if let monitor { settings.monitoring.listen = monitor }
        if let logFormat { settings.log.format = logFormat }
        if let logLevel { settings.log.level = logLevel }
        return settings
    }
}

extension Settings.Log.Format: ExpressibleByArgument {}
extension Settings.Log.Level: ExpressibleByArgument {}
