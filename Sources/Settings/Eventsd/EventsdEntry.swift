// SPDX-License-Identifier: Apache-2.0

/// An entry of salt-eventsd's `events`, or of an entry's `subs`, as it stands in its file.
struct EventsdEntry: Hashable, Sendable {
    /// Its name; of one of `subs`, behind its parent's and a full stop.
    let name: String
    /// A regular expression, anchored at its beginning: for the tag, or, among `subs`, for `data.tag`.
    let tag: String?
    /// A regular expression for the function, among `subs`.
    let fun: String?
    /// The name of the worker's class.
    let worker: String
    /// Whether it goes at once.
    let isUrgent: Bool
    /// Where the fields are.
    let dictionary: String?
    let fields: [String]
    let template: String?
    let table: String?
    let index: String?
    let type: String?
    /// Functions that are passed over.
    let ignored: [String]
    let metric: String?
    let subs: [EventsdEntry]
    /// Keys that nobody knows.
    let others: [String]

    private static let known: Set = [
        "tag", "fun", "backend", "prio", "dict_name", "fields", "template", "mysql_tab", "index", "type", "ignore",
        "metric", "subs", "batch_mode", "debug",
    ]

    /// Reads an entry.
    ///
    /// - Throws: `SettingsError` where the daemon would have failed, too.
    init(_ name: String, _ section: EventsdSection) throws(SettingsError) {
        self.name = name
        tag = try section.text("tag")
        fun = try section.text("fun")
        worker = try section.requiredText("backend")
        isUrgent = (try section.wholeNumber("prio") ?? 0) > 0
        dictionary = try section.text("dict_name")
        fields = try section.texts("fields")
        template = try section.text("template")
        table = try section.text("mysql_tab")
        index = try section.text("index")
        type = try section.text("type")
        ignored = try section.texts("ignore")
        metric = try section.text("metric")
        var subs: [EventsdEntry] = []
        for (sub, inner) in try section.sections("subs") { subs.append(try EventsdEntry("\(name).\(sub)", inner)) }
        self.subs = subs
        others = section.keys.filter { !Self.known.contains($0) }
    }
}
