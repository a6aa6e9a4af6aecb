// SPDX-License-Identifier: Apache-2.0

extension Settings {
    /// Reads a configuration file's text over the defaults.
    ///
    /// A key that is left out or null keeps its default. Nothing is interpolated: what is written is what is meant.
    /// Durations are a whole number and `ms`, `s`, `m`, `h`, `d` or `w`; sizes are whole bytes or a whole number and `KiB`,
    /// `MiB` or `GiB`. Anchors and aliases are refused, so that no file is larger than it looks.
    ///
    /// - `feeds`: sections under names of their own, each documented at its reader.
    /// - `database`, `bus`, `intake`, `spool`, `backlog`, `extraction`, `signatures`, `quarantine`, `partitions`,
    ///   `retention`, `monitoring`, `log`, `statistics`: sections, each documented at its reader.
    /// - `migrate` (true or false; null): bring the schema to its newest version first; null: SQLite yes, PostgreSQL no.
    ///
    /// - Parameters:
    ///   - yaml: The text of one YAML document; an empty one gives the defaults.
    ///   - file: What an error calls it.
    /// - Throws: `SettingsError` that names the first key which is unknown or wrong, its line, and what is wanted.
    package init(yaml: String, file: String) throws(SettingsError) {
        var root = try SettingsSection(yaml: yaml, file: file)
        self.init()
        try root.section("database") { (section) throws(SettingsError) in try database.read(&section) }
        try root.section("bus") { (section) throws(SettingsError) in try bus.read(&section) }
        try root.section("intake") { (section) throws(SettingsError) in try intake.read(&section) }
        try root.section("spool") { (section) throws(SettingsError) in try spool.read(&section) }
        try root.section("backlog") { (section) throws(SettingsError) in try backlog.read(&section) }
        try root.section("extraction") { (section) throws(SettingsError) in try extraction.read(&section) }
        try root.section("signatures") { (section) throws(SettingsError) in try signatures.read(&section) }
        try root.section("quarantine") { (section) throws(SettingsError) in try quarantine.read(&section) }
        try root.section("partitions") { (section) throws(SettingsError) in try partitions.read(&section) }
        try root.section("retention") { (section) throws(SettingsError) in try retention.read(&section) }
        try root.section("monitoring") { (section) throws(SettingsError) in try monitoring.read(&section) }
        try root.section("log") { (section) throws(SettingsError) in try log.read(&section) }
        feeds = try Feed.all(&root, "feeds")
        try root.section("statistics") { (section) throws(SettingsError) in try statistics.read(&section) }
        migrate = try root.boolean("migrate")
        try root.refuseOthers()
    }
}

extension Settings.Database {
    /// - `url` (text; `sqlite:///datanommer.db`): an option or `DATANOMMER_DATABASE_URL` beats it.
    /// - `questions_url` (text; null): `DATANOMMER_QUESTIONS_URL` beats it; whatever beats `url` beats it, too.
    /// - `connections` (whole number; 2): 1 to 100.
    /// - `prepared_statements` (true or false; true).
    /// - `connect_timeout` (duration; 10s): 1s to 10m.
    /// - `answer_timeout` (duration; 30s): 1s to 10m.
    /// - `busy_timeout` (duration; 10s): 0s to 10m.
    fileprivate mutating func read(_ section: inout SettingsSection) throws(SettingsError) {
        url = try section.text("url", secret: true) ?? url
        questionsURL = try section.text("questions_url", secret: true) ?? questionsURL
        connections = try section.wholeNumber("connections", in: 1...100) ?? connections
        preparedStatements = try section.boolean("prepared_statements") ?? preparedStatements
        connectTimeout = try section.duration("connect_timeout", in: .seconds(1) ... .seconds(600)) ?? connectTimeout
        answerTimeout = try section.duration("answer_timeout", in: .seconds(1) ... .seconds(600)) ?? answerTimeout
        busyTimeout = try section.duration("busy_timeout", in: .zero ... .seconds(600)) ?? busyTimeout
    }
}

extension Settings.Bus {
    /// - `endpoints` (list of texts; empty): each `tcp://host:port` or `ipc://path`.
    /// - `salt` (list of texts; empty): each `/path`, `ipc:///path` or `tcp://host:port`.
    /// - `topics` (list of texts; empty): prefixes; empty means everything.
    /// - `high_water_mark` (whole number of messages; 0): 0 to 2147483647, 0 without limit.
    /// - `keepalive`, `reconnect`: sections.
    /// - `replay` (list of sections; empty): each documented at its reader.
    /// - `replay_timeout` (duration; 5s): 100ms to 5m.
    fileprivate mutating func read(_ section: inout SettingsSection) throws(SettingsError) {
        endpoints = try section.texts("endpoints", startingWith: ["tcp://", "ipc://"]) ?? endpoints
        salt = try section.texts("salt", startingWith: ["/", "tcp://", "ipc://"]) ?? salt
        topics = try section.texts("topics") ?? topics
        // ZMQ_RCVHWM is a C int, zmq_setsockopt(3).
        highWaterMark = try section.wholeNumber("high_water_mark", in: 0...Int(Int32.max)) ?? highWaterMark
        try section.section("keepalive") { (inner) throws(SettingsError) in try keepalive.read(&inner) }
        try section.section("reconnect") { (inner) throws(SettingsError) in try reconnect.read(&inner) }
        let limits = Duration.milliseconds(100) ... .seconds(300)
        replay =
            try section.sections("replay") { (inner) throws(SettingsError) in try Settings.Replay(&inner) } ?? replay
        replayTimeout = try section.duration("replay_timeout", in: limits) ?? replayTimeout
    }
}

extension Settings.Replay {
    /// - `endpoint` (text; required): `tcp://host:port` or `ipc://path`, as `bus.endpoints` names it.
    /// - `ask` (text; required): `tcp://host:port` or `ipc://path`.
    fileprivate init(_ section: inout SettingsSection) throws(SettingsError) {
        let schemes = ["tcp://", "ipc://"]
        endpoint = try section.requiredText("endpoint", startingWith: schemes)
        ask = try section.requiredText("ask", startingWith: schemes)
    }
}

extension Settings.Keepalive {
    /// - `enabled` (true or false; true).
    /// - `count` (whole number; 3): 1 to 127.
    /// - `idle` (duration in whole seconds; 60s): 1s to 32767s.
    /// - `interval` (duration in whole seconds; 5s): 1s to 32767s.
    fileprivate mutating func read(_ section: inout SettingsSection) throws(SettingsError) {
        let limits = Duration.seconds(1) ... .seconds(32767)
        enabled = try section.boolean("enabled") ?? enabled
        count = try section.wholeNumber("count", in: 1...127) ?? count
        idle = try section.duration("idle", in: limits, wholeSeconds: true) ?? idle
        interval = try section.duration("interval", in: limits, wholeSeconds: true) ?? interval
    }
}

extension Settings.Reconnect {
    /// - `interval` (duration; 100ms): 1ms to 10m.
    /// - `maximum` (duration; 1s): 1ms to 1h, at least `interval`.
    fileprivate mutating func read(_ section: inout SettingsSection) throws(SettingsError) {
        interval = try section.duration("interval", in: .milliseconds(1) ... .seconds(600)) ?? interval
        maximum = try section.duration("maximum", in: .milliseconds(1) ... .seconds(3600)) ?? maximum
        if maximum < interval {
            throw section.wrong("maximum", wants: "at least \(section.dotted("interval")), \(interval.settingText)")
        }
    }
}

extension Settings.Intake {
    /// - `batch_messages` (whole number; 500): 1 to 10000.
    /// - `batch_within` (duration; 50ms): 1ms to 10s.
    /// - `maximum_message_bytes` (size; 16MiB): 1KiB to 512MiB.
    /// - `pending_batches` (whole number; 16): 1 to 1024.
    fileprivate mutating func read(_ section: inout SettingsSection) throws(SettingsError) {
        batchMessages = try section.wholeNumber("batch_messages", in: 1...10000) ?? batchMessages
        batchWithin = try section.duration("batch_within", in: .milliseconds(1) ... .seconds(10)) ?? batchWithin
        maximumMessageBytes = try section.size("maximum_message_bytes", in: 1 << 10...512 << 20) ?? maximumMessageBytes
        pendingBatches = try section.wholeNumber("pending_batches", in: 1...1024) ?? pendingBatches
    }
}

extension Settings.Spool {
    /// - `directory` (text; null): a path; null is `spool` in `$STATE_DIRECTORY`, else `datanommer-spool` where it runs.
    /// - `maximum_bytes` (size; 1GiB): 64MiB to 1TiB.
    /// - `when_full` (wait or drop-oldest; wait).
    fileprivate mutating func read(_ section: inout SettingsSection) throws(SettingsError) {
        directory = try section.text("directory") ?? directory
        maximumBytes = try section.size("maximum_bytes", in: 64 << 20...1 << 40) ?? maximumBytes
        whenFull = try section.choice("when_full") ?? whenFull
    }
}

extension Settings.Backlog {
    /// - `url` (text; null): `http://…` or `https://…`; null asks nobody.
    /// - `overlap` (duration; 5m): 0s to 24h.
    /// - `wait` (duration; 10s): 0s to 10m.
    /// - `timeout` (duration; 30s): 100ms to 10m.
    /// - `rows` (whole number; 100): 1 to 1000.
    fileprivate mutating func read(_ section: inout SettingsSection) throws(SettingsError) {
        url = try section.text("url", secret: true) ?? url
        if let url, !["http://", "https://"].contains(where: url.hasPrefix) {
            throw section.wrong("url", wants: "a text that starts with http:// or https://", secret: true)
        }
        overlap = try section.duration("overlap", in: .zero ... .seconds(86_400)) ?? overlap
        wait = try section.duration("wait", in: .zero ... .seconds(600)) ?? wait
        timeout = try section.duration("timeout", in: .milliseconds(100) ... .seconds(600)) ?? timeout
        rows = try section.wholeNumber("rows", in: 1...1000) ?? rows
    }
}

extension Settings.Extraction {
    /// - `rules` (text; null): the path of a rules file; null is the one that comes with the program.
    fileprivate mutating func read(_ section: inout SettingsSection) throws(SettingsError) {
        rules = try section.text("rules") ?? rules
    }
}

extension Settings.Signatures {
    /// - `mode` (off, record or require; off).
    /// - `ca_cert` (text; `/etc/pki/fedmsg/ca.crt`): a path.
    /// - `crl` (text; null): a path; null: nothing is revoked.
    /// - `routing_policy` (text; null): the path of a JSON file; null: everybody may say everything.
    /// - `nitpicky` (true or false; false).
    /// - `schemes` (list of x509 and gpg; [x509]): at least one.
    /// - `gpg_home` (text; null): the path of gpg's home directory; null refuses what is signed with gpg.
    fileprivate mutating func read(_ section: inout SettingsSection) throws(SettingsError) {
        mode = try section.choice("mode") ?? mode
        caCert = try section.text("ca_cert") ?? caCert
        crl = try section.text("crl") ?? crl
        routingPolicy = try section.text("routing_policy") ?? routingPolicy
        nitpicky = try section.boolean("nitpicky") ?? nitpicky
        schemes = try section.choices("schemes") ?? schemes
        gpgHome = try section.text("gpg_home") ?? gpgHome
    }
}

extension Settings.Quarantine {
    /// - `keep` (true or false; true).
    /// - `maximum_kept` (whole number; 100000): 1 to 1000000000.
    fileprivate mutating func read(_ section: inout SettingsSection) throws(SettingsError) {
        keep = try section.boolean("keep") ?? keep
        maximumKept = try section.wholeNumber("maximum_kept", in: 1...1_000_000_000) ?? maximumKept
    }
}

extension Settings.Partitions {
    /// - `interval` (day, week, month or year; month).
    /// - `ahead` (whole number; 3): 1 to 100.
    fileprivate mutating func read(_ section: inout SettingsSection) throws(SettingsError) {
        interval = try section.choice("interval") ?? interval
        ahead = try section.wholeNumber("ahead", in: 1...100) ?? ahead
    }
}

extension Settings.Retention {
    /// - `keep` (duration; null): 1d to 36500d; null: for ever.
    /// - `action` (drop or detach; drop).
    /// - `every` (duration; 1h): 1s to 7d.
    fileprivate mutating func read(_ section: inout SettingsSection) throws(SettingsError) {
        keep = try section.duration("keep", in: Self.shortest...Self.longest) ?? keep
        action = try section.choice("action") ?? action
        every = try section.duration("every", in: .seconds(1) ... .seconds(604_800)) ?? every
    }
}

extension Settings.Monitoring {
    /// - `listen` (text; null): `host:port`, `[address]:port` or `unix:/path`; null: nowhere.
    /// - `allow_other_hosts` (true or false; false).
    fileprivate mutating func read(_ section: inout SettingsSection) throws(SettingsError) {
        listen = try section.text("listen") ?? listen
        allowOtherHosts = try section.boolean("allow_other_hosts") ?? allowOtherHosts
    }
}

extension Settings.Log {
    /// - `level` (trace, debug, info, notice, warning, error or critical; info).
    /// - `format` (text or json; text).
    fileprivate mutating func read(_ section: inout SettingsSection) throws(SettingsError) {
        level = try section.choice("level") ?? level
        format = try section.choice("format") ?? format
    }
}
