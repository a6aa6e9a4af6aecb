// SPDX-License-Identifier: Apache-2.0

import Yams

/// Makes feeds of salt-eventsd's entries, and keeps what is to be said of it.
struct EventsdFeeds {
    let file: EventsdFile
    private(set) var remarks: [EventsdImport.Remark] = []

    init(_ file: EventsdFile) {
        self.file = file
    }

    /// A feed for each entry and each of its subs, by name.
    mutating func feeds() -> [(Node, Node)] {
        var feeds: [(Node, Node)] = []
        for entry in file.entries {
            if entry.tag == nil {
                remark(entry, "tag", "is missing; the feed takes everything")
            }
            feeds.append((name(of: entry), feed(entry, below: nil)))
            for sub in entry.subs { feeds.append((name(of: sub), feed(sub, below: entry))) }
        }
        return feeds
    }

    /// The statistics section, where the daemon wrote statistics.
    mutating func statistics() -> Node? {
        let wantsWorker =
            file.general["stat_worker"].map { ["true", "yes", "on", "1"].contains($0.lowercased()) } ?? false
        guard file.general["state_file"] != nil || wantsWorker else { return nil }
        var pairs: [(Node, Node)] = []
        if let seconds = file.general["state_timer"].flatMap(Int.init), seconds > 0 {
            pairs.append(("every", .plain("\(min(seconds, 86_400))s")))
        }
        if let path = file.general["state_file"] { pairs.append(("file", .quoted(path))) }
        pairs.append(("log", .plain("true")))
        if wantsWorker { pairs.append(("to", statisticsBackend())) }
        return Node.map(pairs)
    }

    /// Says what of `general` has no place here.
    mutating func remarkOnGeneral() {
        let reasons = [
            "max_workers":
                "is not needed: each feed waits for its own backend; concurrency: lets one have several batches",
            "event_limit":
                "counted all entries together; here each feed has batches of that size, after dump_timer at the latest",
            "backend_dir": "workers in Python are not run; where one is named, the feed hands records to a program",
            "sock_dir": "belongs in bus.salt of datanommer's configuration",
            "node": "a minion's bus is named by its socket, in bus.salt",
        ]
        for (key, reason) in reasons.sorted(by: { $0.key < $1.key }) {
            guard let value = file.general[key], key != "node" || value == "minion" else { continue }
            remarks.append(EventsdImport.Remark(key: "general.\(key)", text: reason))
        }
    }

    private mutating func feed(_ entry: EventsdEntry, below parent: EventsdEntry?) -> Node {
        for key in entry.others { remark(entry, key, "is not known, and was left out") }
        var pairs: [(Node, Node)] = [("start", .plain("now")), ("select", selection(entry, below: parent))]
        if entry.isUrgent {
            pairs.append(("prio", .plain("true")))
        } else if let batch {
            pairs.append(("batch", batch))
        }
        pairs.append(("to", backend(entry)))
        return Node.map(pairs)
    }

    private mutating func selection(_ entry: EventsdEntry, below parent: EventsdEntry?) -> Node {
        var pairs: [(Node, Node)] = []
        if let tag = (parent ?? entry).tag { pairs.append(("tag", .quoted(tag))) }
        if parent != nil {
            if let fun = entry.fun {
                pairs.append(("fun", .quoted(fun)))
                if entry.tag != nil { remark(entry, "tag", "was not looked at beside fun, and was left out") }
            } else if let tag = entry.tag {
                let condition = Node.map([("path", .plain("msg.tag")), ("matches", .quoted(tag))])
                pairs.append(("where", Node.sequence(.init([condition]))))
            } else {
                remark(entry, "fun", "is missing, as is tag: the feed takes all that its parent takes")
            }
        }
        if !entry.ignored.isEmpty {
            let names = Node.sequence(.init(entry.ignored.map { .quoted($0) }))
            let ignored = Node.map([
                ("where", .sequence(.init([Node.map([("path", .plain("msg.fun")), ("in", names)])])))
            ])
            pairs.append(("not", .sequence(.init([ignored]))))
        }
        return Node.map(pairs)
    }

    /// How many events went together, and after what time; nil: as feeds do by themselves.
    private var batch: Node? {
        var pairs: [(Node, Node)] = []
        if let limit = file.general["event_limit"].flatMap(Int.init), limit > 0 {
            pairs.append(("limit", .plain("\(min(limit, 10_000))")))
        }
        if let seconds = file.general["dump_timer"].flatMap(Int.init), seconds > 0 {
            pairs.append(("within", .plain("\(min(seconds, 3_600))s")))
        }
        return pairs.isEmpty ? nil : Node.map(pairs)
    }

    /// Letters, digits, `_`, `-` and `.`, which a feed's name may have.
    private mutating func name(of entry: EventsdEntry) -> Node {
        let name = String(
            entry.name.unicodeScalars.map { scalar in
                let isPlain = scalar.isASCII && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar))
                return isPlain || "_-.".unicodeScalars.contains(scalar) ? Character(scalar) : "_"
            }.prefix(100))
        if name != entry.name { remark(entry, "", "is called \(name), since names have letters, digits, _, - and .") }
        return .quoted(name)
    }

    /// Notes what differs at an entry's key; at the empty key, at the entry itself.
    mutating func remark(_ entry: EventsdEntry, _ key: String, _ text: String) {
        let place = "events.\(entry.name)" + (key.isEmpty ? "" : ".\(key)")
        remarks.append(EventsdImport.Remark(key: place, text: text))
    }
}

extension Node {
    /// Keys and their values, in this order.
    static func map(_ pairs: [(Node, Node)]) -> Node { .mapping(Mapping(pairs)) }

    /// A text that may look like something else.
    static func quoted(_ text: String) -> Node {
        .scalar(Scalar(text, Tag(.str), .doubleQuoted))
    }

    /// A word, or a number.
    static func plain(_ text: String) -> Node {
        .scalar(Scalar(text, Tag(.implicit), .plain))
    }
}
