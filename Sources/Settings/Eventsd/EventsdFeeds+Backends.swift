// SPDX-License-Identifier: Apache-2.0

import Yams

// Where the records go, by the worker that took the events.
extension EventsdFeeds {
    /// The backend that does what an entry's worker did.
    mutating func backend(_ entry: EventsdEntry) -> Node {
        switch entry.worker {
        case "New_Job_Worker", "Minion_Return_Worker", "Minion_Sub_Worker", "Minion_Event_Worker": mariadb(entry)
        case "Elasticsearch_Worker": elasticsearch(entry)
        case "Minion_Batch_Return_Worker": redis(entry)
        case "GraphiteWorker", "Graphite_Worker": graphite(entry)
        default: program(entry)
        }
    }

    private mutating func mariadb(_ entry: EventsdEntry) -> Node {
        guard let template = entry.template, let table = entry.table else {
            remark(entry, entry.template == nil ? "template" : "mysql_tab", "is missing; write the statement by hand")
            return Node.map([("mariadb", Node.map(login(entry) + [("statement", .quoted("INSERT INTO …"))]))])
        }
        var pairs = login(entry)
        let isKnown = entry.worker != "Minion_Event_Worker"
        if isKnown { pairs.append(("backend", .plain(entry.worker))) }
        pairs += [
            ("mysql_tab", .quoted(table)), ("fields", .sequence(.init(entry.fields.map { .quoted($0) }))),
            ("template", .quoted(template)),
        ]
        if let dictionary = entry.dictionary { pairs.append(("dict_name", .quoted(dictionary))) }
        if !isKnown {
            remark(entry, "backend", "put data into base64; here it is written as text, see {msg|base64json}")
        }
        return Node.map([("mariadb", Node.map(pairs))])
    }

    /// Host, user, password and database, under the names that the workers read.
    private mutating func login(_ entry: EventsdEntry) -> [(Node, Node)] {
        let credentials = file.credentials(of: entry.worker)
        if credentials.isEmpty {
            remark(entry, "backend", "has no worker_credentials; fill in the server, the user and the database")
        }
        let names = [
            ("host", ["hostname", "host"]), ("user", ["username", "user"]), ("password", ["password", "passwd"]),
        ]
        var pairs: [(Node, Node)] = names.compactMap { ours, theirs in
            theirs.lazy.compactMap { credentials[$0] }.first.map { (.plain(ours), .quoted($0)) }
        }
        let database = ["database", "db"].lazy.compactMap { credentials[$0] }.first ?? "salt"
        pairs.append(("database", .quoted(database)))
        return pairs
    }

    private mutating func elasticsearch(_ entry: EventsdEntry) -> Node {
        let credentials = file.credentials(of: entry.worker)
        let host = credentials["host"] ?? credentials["hostname"] ?? "localhost"
        var pairs: [(Node, Node)] = [
            ("url", .quoted("http://\(host):\(credentials["port"] ?? "9200")")),
            ("index", .quoted(entry.index ?? "salt")),
        ]
        if let type = entry.type { pairs.append(("type", .quoted(type))) }
        remark(entry, "backend", "made documents of tag and data; here they are whole records, with data as msg")
        return Node.map([("elasticsearch", Node.map(pairs))])
    }

    private mutating func redis(_ entry: EventsdEntry) -> Node {
        let credentials = file.credentials(of: entry.worker)
        let host = credentials["host"] ?? credentials["hostname"] ?? "localhost"
        let words = ["SET", "{msg.jid}.{msg.id}", "{msg.return|json}"].map { Node.quoted($0) }
        remark(entry, "backend", "let the minions of a job overwrite one another; here each has a key, JID.ID")
        let url = "redis://\(host):\(credentials["port"] ?? "6379")/\(credentials["db"] ?? "0")"
        return Node.map([("redis", Node.map([("url", .quoted(url)), ("command", .sequence(.init(words)))]))])
    }

    private mutating func graphite(_ entry: EventsdEntry) -> Node {
        let credentials = file.credentials(of: entry.worker)
        let metric = entry.metric ?? "salt.{msg.id|name}"
        let fields = entry.fields.isEmpty ? ["value"] : entry.fields
        let metrics = fields.map { field in
            Node.map([
                ("name", .quoted(fields.count == 1 ? metric : "\(metric).\(field)")),
                ("value", .quoted("{msg.\(field)}")),
            ])
        }
        remark(entry, "backend", "only logged its metrics; here they are sent")
        let host = credentials["hostname"] ?? credentials["host"] ?? "localhost"
        let pairs: [(Node, Node)] = [("host", .quoted(host)), ("metrics", .sequence(.init(metrics)))]
        return Node.map([("graphite", Node.map(pairs))])
    }

    private mutating func program(_ entry: EventsdEntry) -> Node {
        remark(
            entry, "backend",
            "\(entry.worker) is a worker of your own: write it as a program that reads a line of JSON for each record, and name it in command"
        )
        let command = Node.sequence(.init([.quoted("/usr/local/lib/datanommer/\(entry.worker)")]))
        return Node.map([("program", Node.map([("command", command)]))])
    }

    /// Where the statistics went: into a table.
    mutating func statisticsBackend() -> Node {
        let credentials = file.credentials(of: "Stat_Worker")
        let names = [("host", "hostname"), ("user", "username"), ("password", "password"), ("database", "database")]
        var pairs: [(Node, Node)] = names.compactMap { ours, theirs in
            credentials[theirs].map { (.plain(ours), .quoted($0)) }
        }
        if credentials["database"] == nil { pairs.append(("database", .quoted("salt"))) }
        let columns = [
            "events_hdl", "threads_joined", "threads_created", "events_rec", "events_hdl_sec", "events_tot_sec",
        ]
        let values = columns.map { "{\($0)}" }.joined(separator: ", ")
        let updates = columns.map { "\($0) = VALUES(\($0))" }.joined(separator: ", ")
        let table = credentials["table"] ?? "statistics"
        let statement =
            "INSERT INTO \(table) (master, \(columns.joined(separator: ", ")), last) VALUES ({hostname}, \(values), NOW()) "
            + "ON DUPLICATE KEY UPDATE \(updates), last = NOW()"
        pairs.append(("statement", .quoted(statement)))
        return Node.map([("mariadb", Node.map(pairs))])
    }
}
