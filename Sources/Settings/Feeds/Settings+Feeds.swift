// SPDX-License-Identifier: Apache-2.0

extension Settings.Feed {
    /// - `from` (`messages`; messages): the journal.
    /// - `start` (text; now): `now`, `beginning`, or a time in ISO 8601 or seconds since 1970.
    /// - `select`, `batch`: sections.
    /// - `prio` (true or false; false).
    /// - `concurrency` (whole number; 1): 1 to 64.
    /// - `pause_on_refusal` (true or false; false).
    /// - `to` (one of the backends; required).
    /// - `subs` (feeds by name; empty): each takes what both select, and is called by this feed's name, a full stop and its own.
    init(_ section: inout SettingsSection, name: String) throws(SettingsError) {
        self.init(name: name, backend: try BackendSettings(&section, "to"))
        line = section.line
        let _: Journal? = try section.choice("from")
        start = try section.text("start") ?? start
        try section.section("select") { (inner) throws(SettingsError) in select = try Selection(&inner) }
        try section.section("batch") { (inner) throws(SettingsError) in try batch.read(&inner) }
        prio = try section.boolean("prio") ?? prio
        concurrency = try section.wholeNumber("concurrency", in: 1...64) ?? concurrency
        pauseOnRefusal = try section.boolean("pause_on_refusal") ?? pauseOnRefusal
    }

    /// What a feed may read.
    private enum Journal: String, CaseIterable { case messages }

    /// Reads the whole map, sorted by name, each feed before its subs.
    static func all(_ root: inout SettingsSection, _ key: String) throws(SettingsError) -> [Settings.Feed] {
        let families = try root.named(key) { (section, name) throws(SettingsError) in
            try family(&section, name: name)
        }
        var names: Set<String> = []
        for feed in families.joined() {
            guard names.insert(feed.name).inserted else {
                throw root.wrong(
                    key, wants: "one feed called \(feed.name): subs have their parent's name before their own")
            }
        }
        return families.flatMap { $0 }
    }

    /// A feed and those of its section `subs`.
    private static func family(_ section: inout SettingsSection, name: String) throws(SettingsError)
        -> [Settings.Feed]
    {
        guard name.utf8.allSatisfy(mayStandInName), (1...100).contains(name.utf8.count) else {
            throw section.wrong("", wants: "a feed's name of 1 to 100 letters, digits, _, - and .")
        }
        let feed = try Settings.Feed(&section, name: name)
        let subs = try section.named("subs") { (inner, sub) throws(SettingsError) in
            try family(&inner, name: "\(name).\(sub)")
        }
        return [feed] + subs.joined().map { $0.narrowed(by: feed.select) }
    }

    private static func mayStandInName(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "."):
            true
        default: false
        }
    }

    /// The feed of what it takes and the other selection takes too.
    private func narrowed(by outer: Selection) -> Settings.Feed {
        guard outer != Selection() else { return self }
        var feed = self
        var rest = outer
        // A name is cheaper to ask for than anything else, and stands first.
        if select.tag == nil {
            (feed.select.tag, feed.select.whole) = (outer.tag, outer.whole)
            (rest.tag, rest.whole) = (nil, false)
        }
        if rest != Selection() { feed.select.all.append(rest) }
        return feed
    }
}

extension Settings.Feed.Batch {
    /// - `limit` (whole number; 100): 1 to 10000.
    /// - `within` (duration; 1s): 0s to 1h.
    /// - `bytes` (size; 4MiB): 1KiB to 64MiB.
    fileprivate mutating func read(_ section: inout SettingsSection) throws(SettingsError) {
        limit = try section.wholeNumber("limit", in: 1...10_000) ?? limit
        within = try section.duration("within", in: .zero ... .seconds(3_600)) ?? within
        bytes = try section.size("bytes", in: 1 << 10...64 << 20) ?? bytes
    }
}

extension Settings.Feed.Selection {
    /// - `tag` (text; null): a regular expression, anchored at the topic's beginning.
    /// - `whole` (true or false; false): and at its end.
    /// - `fun` (text; null): a regular expression.
    /// - `where` (list of sections; empty).
    /// - `all`, `any`, `not` (lists of selections; empty).
    fileprivate init(_ section: inout SettingsSection) throws(SettingsError) {
        self.init()
        tag = try section.text("tag")
        whole = try section.boolean("whole") ?? whole
        fun = try section.text("fun")
        conditions =
            try section.sections("where") { (inner) throws(SettingsError) in try Condition(&inner) } ?? conditions
        all = try section.sections("all") { (inner) throws(SettingsError) in try Self(&inner) } ?? all
        any = try section.sections("any") { (inner) throws(SettingsError) in try Self(&inner) } ?? any
        not = try section.sections("not") { (inner) throws(SettingsError) in try Self(&inner) } ?? not
    }
}

extension Settings.Feed.Selection.Condition {
    /// - `path` (text; required).
    /// - one of `equals`, `not` (text), `in` (list of texts), `matches` (a regular expression), `exists` (true or false),
    ///   `less`, `greater` (whole number).
    fileprivate init(_ section: inout SettingsSection) throws(SettingsError) {
        guard let path = try section.text("path") else { throw section.wrong("path", wants: "the path to a value") }
        var tests: [Test] = []
        if let text = try section.text("equals") { tests.append(.among([text])) }
        if let text = try section.text("not") { tests.append(.notAmong([text])) }
        if let texts = try section.texts("in") { tests.append(.among(texts)) }
        if let text = try section.text("matches") { tests.append(.matches(text)) }
        if let flag = try section.boolean("exists") { tests.append(.exists(flag)) }
        let numbers = Int.min...Int.max
        if let number = try section.wholeNumber("less", in: numbers) { tests.append(.less(number)) }
        if let number = try section.wholeNumber("greater", in: numbers) { tests.append(.greater(number)) }
        guard tests.count == 1 else {
            throw section.wrong("path", wants: "one of equals, not, in, matches, exists, less and greater beside it")
        }
        self.init(path: path, test: tests[0])
    }
}

extension Settings.Statistics {
    /// - `every` (duration; 25s): 1s to 1d.
    /// - `file` (text; null): a path.
    /// - `log` (true or false; false).
    /// - `to` (one of the backends; null).
    mutating func read(_ section: inout SettingsSection) throws(SettingsError) {
        every = try section.duration("every", in: .seconds(1) ... .seconds(86_400)) ?? every
        file = try section.text("file") ?? file
        log = try section.boolean("log") ?? log
        if section.has("to") { backend = try BackendSettings(&section, "to") } else { section.ask(["to"]) }
    }
}
