// SPDX-License-Identifier: Apache-2.0

import Flow
import Foundation
import JSONText
import SQL
import Settings
import Testing

@testable import Daemon

/// What salt-eventsd 0.9.3 did with some configurations and events, recorded by running it: its configuration, imported,
/// makes feeds that deliver the same, in the same order. Where it was wrong, what is right is listed here.
@Suite struct `Feeds, imported from salt-eventsd,` {
    /// What feeds deliver instead, and why.
    private static let better: [String: [String: [Int]]] = [
        // It kept the last event until another came or the timer ran; here it goes by itself after dump_timer.
        "limit3_batches_then_remainder_kept": ["r": [1, 2, 3, 4, 5, 6, 7]],
        // A worker's exception lost the rest of the batch.
        "send_exception_loses_rest": ["r": [1, 2, 3, 4]],
        // An event of a job with several functions killed the worker, and all of its batch was lost.
        "fun_is_list_kills_batch": ["r": [1, 2], "r.s1": []],
    ]

    @Test(arguments: try EventsdCase.all())
    func `deliver what it delivered`(recorded: EventsdCase) throws {
        let imported = try EventsdImport(yaml: recorded.configuration, file: recorded.name)
        let settings = try Settings(yaml: imported.yaml, file: "imported")
        let archive = try DatabaseURL("sqlite:////nowhere")
        var delivered: [String: [Int]] = [:]
        for feed in settings.feeds {
            let plan = try FeedPlan(feed, archive: archive)
            delivered[feed.name] = try recorded.events.filter { try plan.selection.takes($0.record) }.map(\.number)
        }
        let expected = Self.better[recorded.name] ?? recorded.sent
        #expect(delivered.filter { !$0.value.isEmpty } == expected.filter { !$0.value.isEmpty })
        if let limit = recorded.limit {
            #expect(settings.feeds.allSatisfy { $0.prio || $0.batch.limit == limit })
        }
        #expect(Set(settings.feeds.filter(\.prio).map(\.name)) == recorded.urgent)
    }
}

/// A configuration, some events, and which of them salt-eventsd sent for which entry.
struct EventsdCase: Sendable, CustomTestStringConvertible {
    struct Event: Sendable {
        let number: Int
        let record: Record
    }

    let name: String
    /// As a file would have it: JSON is YAML.
    let configuration: String
    let events: [Event]
    /// By the name of the entry, or of the parent, a full stop and the name of the sub.
    let sent: [String: [Int]]
    let limit: Int?
    let urgent: Set<String>

    var testDescription: String { name }

    static func all() throws -> [EventsdCase] {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(
            path: "Vectors/eventsd_semantics.jsonl")
        return try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map { line in
            try EventsdCase(JSONText(validating: String(line)))
        }
    }

    private init(_ line: JSONText) throws {
        name = try #require(line["case"]?.string)
        let entries = try #require(line["events"])
        let general = try #require(line["general"])
        // The name that the recording added to each entry.
        let text = JSONText.object([("general", general), ("events", entries)]).text
        configuration = text.replacing(/"_name": ?"[^"]*",? ?/, with: "")
        events = try #require(line["feed"]).elements().enumerated().compactMap { place, item in
            let event = item.elements()[1]
            guard event.kind == .object else { return nil }
            return try Event(event, at: place + 1)
        }
        limit = general["event_limit"]?.integer.map { Int($0) }
        urgent = Set(entries.members().filter { ($0.value["prio"]?.integer ?? 0) > 0 }.map(\.name))
        var parents: [String: String] = [:]
        for entry in entries.members() {
            for sub in entry.value["subs"]?.members() ?? [] { parents[sub.name] = entry.name }
        }
        var sent: [String: [Int]] = [:]
        for call in try #require(line["calls"]).elements() {
            for (number, entry) in Self.deliveries(call.elements()) {
                sent[parents[entry].map { "\($0).\(entry)" } ?? entry, default: []].append(number)
            }
        }
        self.sent = sent
    }

    /// What a call of a worker handed over: `["send", worker, n, entry]` or `["send_batch", worker, [[n, entry], …]]`.
    private static func deliveries(_ call: [JSONText]) -> [(number: Int, entry: String)] {
        let pairs: [[JSONText]] =
            switch call[0].string {
            case "send": [Array(call[2...])]
            case "send_batch": call[2].elements().map { $0.elements() }
            default: []
            }
        return pairs.compactMap { pair in
            guard let number = pair[0].integer, let entry = pair[1].string else { return nil }
            return (Int(number), entry)
        }
    }
}

extension EventsdCase.Event {
    fileprivate init(_ event: JSONText, at place: Int) throws {
        let tag = try #require(event["tag"]?.string)
        let data = try #require(event["data"])
        number = Int(try #require(data["n"]?.integer))
        let time = Timestamp(microseconds: Int64(place))
        record = Record(
            position: Int64(place), id: "\(place)", name: tag, time: time,
            fields: [Record.Field("topic", .text(tag)), Record.Field("msg", .json(data))])
    }
}
