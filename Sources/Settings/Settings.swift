// SPDX-License-Identifier: Apache-2.0

/// How datanommer runs on this machine: the only place where a default is written.
///
/// A value stands here, in the configuration file under the same name in snake case, and in datanommer.yaml(5).
package struct Settings: Hashable, Sendable {
    /// Where messages are kept.
    package var database = Database()
    /// Where messages come from.
    package var bus = Bus()
    /// How what came is gathered before it is written.
    package var intake = Intake()
    /// Where what was received waits for the database.
    package var spool = Spool()
    /// Where what was missed is asked for.
    package var backlog = Backlog()
    /// How user and package names are found in a message.
    package var extraction = Extraction()
    /// Whose signatures count, and what becomes of the others.
    package var signatures = Signatures()
    /// What becomes of what cannot be stored.
    package var quarantine = Quarantine()
    /// Into which stretches of time PostgreSQL's tables of messages are parted.
    package var partitions = Partitions()
    /// How long messages are kept.
    package var retention = Retention()
    /// Where the daemon can be asked how it is.
    package var monitoring = Monitoring()
    /// What the daemon says of itself.
    package var log = Log()
    /// What goes on from the archive to elsewhere, sorted by name.
    package var feeds: [Feed] = []
    /// What the daemon tells of its work now and then.
    package var statistics = Statistics()
    /// Whether the daemon brings the schema to its newest version first; `nil`: on SQLite yes, on PostgreSQL no.
    package var migrate: Bool?

    /// The defaults.
    package init() {}

    /// The `database` section.
    package struct Database: Hashable, Sendable {
        /// `sqlite:///relative.db`, `sqlite:////absolute.db` or `postgresql://…`. May hold a password: never log it.
        package var url = "sqlite:///datanommer.db"
        /// Where commands that only ask go, such as a read replica; `nil`: to `url`. May hold a password: never log it.
        package var questionsURL: String?
        /// How many connections the daemon may hold open, 1 to 100.
        package var connections = 2
        /// Whether PostgreSQL statements are prepared by name; pgbouncer's transaction mode before 1.21 wants `false`.
        package var preparedStatements = true
        /// How long to wait for a server to answer, 1 s to 10 min.
        package var connectTimeout = Duration.seconds(10)
        /// How long the daemon waits for any answer to a statement before it is stopped and tried again, 1 s to 10 min.
        package var answerTimeout = Duration.seconds(30)
        /// How long a SQLite writer waits for another one, 0 s to 10 min.
        package var busyTimeout = Duration.seconds(10)
    }

    /// The `bus` section.
    package struct Bus: Hashable, Sendable {
        /// The publishers to connect to: `tcp://host:port` or `ipc://path`. The daemon needs at least one, or one of `salt`.
        package var endpoints: [String] = []
        /// The event buses of Salt to listen to: the path of a socket, the folder of a master's, or `tcp://host:port`.
        package var salt: [String] = []
        /// The topic prefixes to subscribe to; none means everything.
        package var topics: [String] = []
        /// How many messages ZeroMQ may queue before it drops new ones; 0 means no limit.
        package var highWaterMark = 0
        /// How a silent TCP connection is found dead.
        package var keepalive = Keepalive()
        /// How soon a lost endpoint is tried again.
        package var reconnect = Reconnect()
        /// Which publishers keep what they said, and where to ask them for it.
        package var replay: [Replay] = []
        /// How long a replay endpoint has for an answer, 100 ms to 5 min; the waits between attempts grow from it.
        package var replayTimeout = Duration.seconds(5)
    }

    /// An entry of `bus.replay`.
    package struct Replay: Hashable, Sendable {
        /// The publisher, as `bus.endpoints` names it.
        package var endpoint: String
        /// Where its replay server answers: `tcp://host:port` or `ipc://path`.
        package var ask: String

        /// A publisher and its replay server.
        package init(endpoint: String, ask: String) {
            self.endpoint = endpoint
            self.ask = ask
        }
    }

    /// The `bus.keepalive` section.
    package struct Keepalive: Hashable, Sendable {
        /// Whether TCP probes a silent connection.
        package var enabled = true
        /// How many unanswered probes end a connection, 1 to 127 (Linux's limit, tcp(7)).
        package var count = 3
        /// How long a connection is silent before the first probe, whole seconds, 1 to 32767.
        package var idle = Duration.seconds(60)
        /// How long between probes, whole seconds, 1 to 32767.
        package var interval = Duration.seconds(5)
    }

    /// The `bus.reconnect` section.
    package struct Reconnect: Hashable, Sendable {
        /// How long before the first new attempt, 1 ms to 10 min.
        package var interval = Duration.milliseconds(100)
        /// The longest wait between attempts, which double up to it; at least `interval`, at most 1 h.
        package var maximum = Duration.seconds(1)
    }

    /// The `intake` section.
    package struct Intake: Hashable, Sendable {
        /// How many messages make a batch that is made durable at once, 1 to 10,000.
        package var batchMessages = 500
        /// How long the first message of a batch waits for the others, 1 ms to 10 s.
        package var batchWithin = Duration.milliseconds(50)
        /// The largest message that is stored, in bytes, 1 KiB to 512 MiB; a larger one is set aside.
        package var maximumMessageBytes = 16 << 20
        /// How many batches may wait for the database before the socket is left to queue, 1 to 1,024.
        package var pendingBatches = 16
    }

    /// The `spool` section.
    package struct Spool: Hashable, Sendable {
        /// The folder; `nil` is `spool` in systemd's state directory, else `datanommer-spool` in the working directory.
        package var directory: String?
        /// How much may wait for the database, in bytes, 64 MiB to 1 TiB.
        package var maximumBytes = 1 << 30
        /// What happens beyond that.
        package var whenFull = WhenFull.wait

        /// What happens when the spool is full.
        package enum WhenFull: String, CaseIterable, Hashable, Sendable {
            /// Reading from the bus pauses: ZeroMQ, and behind it the publishers, queue.
            case wait
            /// The oldest messages are given up, counted and logged.
            case dropOldest = "drop-oldest"
        }
    }

    /// The `backlog` section.
    package struct Backlog: Hashable, Sendable {
        /// datagrepper's `/raw`, or what answers like it; `nil` asks nobody. May hold a password: never log it.
        package var url: String?
        /// How far before the last known moment it is asked, 0 s to 24 h.
        package var overlap = Duration.seconds(300)
        /// How long after a reconnect it is asked, so that it has heard the same too, 0 s to 10 min.
        package var wait = Duration.seconds(10)
        /// How long it has for an answer, 100 ms to 10 min.
        package var timeout = Duration.seconds(30)
        /// How many messages a page holds, 1 to 1,000.
        package var rows = 100
    }

    /// The `extraction` section.
    package struct Extraction: Hashable, Sendable {
        /// The file of extraction rules; `nil` is the one that comes with the program.
        package var rules: String?
    }

    /// The `signatures` section.
    package struct Signatures: Hashable, Sendable {
        /// What the daemon does with the signature of a message.
        package var mode = Mode.off
        /// The file whose first certificate (PEM) is the trust anchor.
        package var caCert = "/etc/pki/fedmsg/ca.crt"
        /// The file of the trust anchor's revocation list (PEM); `nil`: nothing is revoked.
        package var crl: String?
        /// The JSON file that says who may speak under which topic; `nil`: everybody.
        package var routingPolicy: String?
        /// Whether topics that the routing policy does not know are refused.
        package var nitpicky = false
        /// The schemes that are accepted, at least one.
        package var schemes: [Scheme] = [.x509]
        /// gpg's home directory with the public keys that count; `nil` refuses what is signed with gpg.
        package var gpgHome: String?

        /// What the daemon does with the signature of a message.
        package enum Mode: String, CaseIterable, Hashable, Sendable {
            /// Nothing.
            case off
            /// It stores the message with what the check found.
            case record
            /// It sets the message aside unless its signature counts.
            case require
        }

        /// A way of signing messages.
        package enum Scheme: String, CaseIterable, Hashable, Sendable {
            case x509, gpg
        }
    }

    /// The `quarantine` section.
    package struct Quarantine: Hashable, Sendable {
        /// Whether what cannot be stored as a message is kept with its reason; otherwise it is only counted.
        package var keep = true
        /// How many are kept at the most, 1 to 1,000,000,000; beyond it they are only counted.
        package var maximumKept = 100_000
    }

    /// The `partitions` section.
    package struct Partitions: Hashable, Sendable {
        /// How much time is in one partition.
        package var interval = Interval.month
        /// How many are there before their time has come, 1 to 100.
        package var ahead = 3

        /// A stretch of the calendar, in UTC.
        package enum Interval: String, CaseIterable, Hashable, Sendable {
            case day, week, month, year
        }
    }

    /// The `retention` section.
    package struct Retention: Hashable, Sendable {
        /// How long a message is kept after it was said, 1 day to 36,500 days; `nil`: for ever.
        package var keep: Duration?
        /// What becomes of a partition that is older.
        package var action = Action.drop
        /// How often the daemon looks, 1 s to 7 days.
        package var every = Duration.seconds(3600)

        /// What becomes of a partition that is older.
        package enum Action: String, CaseIterable, Hashable, Sendable {
            /// It is dropped.
            case drop
            /// It stays as plain tables beside the archive.
            case detach
        }

        /// How long anything is kept at the least: a shorter one is a slip of the pen.
        package static let shortest = Duration.seconds(86_400)
        /// How long it may be kept at the most, but for ever: a hundred years.
        package static let longest = shortest * 36_500
    }

    /// The `monitoring` section.
    package struct Monitoring: Hashable, Sendable {
        /// `host:port` or `unix:/path`, where `/health`, `/ready` and `/metrics` are answered; `nil`: nowhere. No port is the
        /// default, which a second daemon of the machine would have too.
        package var listen: String?
        /// Whether an address is taken that is not this machine's alone.
        package var allowOtherHosts = false
    }

    /// The `log` section.
    package struct Log: Hashable, Sendable {
        /// The least severe lines that are written.
        package var level = Level.info
        /// How a line is written.
        package var format = Format.text

        /// The severities of swift-log, from the least to the most severe.
        package enum Level: String, CaseIterable, Hashable, Sendable {
            case trace, debug, info, notice, warning, error, critical
        }

        /// How a log line is written: for people, or one JSON object a line.
        package enum Format: String, CaseIterable, Hashable, Sendable {
            case text, json
        }
    }
}
