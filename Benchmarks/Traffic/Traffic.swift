// SPDX-License-Identifier: Apache-2.0

import Bus
import DatanommerTesting
import Foundation

/// Made-up messages of a bus, one after the other in time: a seed tells all but the times.
///
/// Bodies have 0.5 to 3 KB, an eighth of them with other letters than ASCII's; 2,000 users and 8,000 packages, few of them
/// frequent, stand where the shipped rules find them. Three messages are by a user and under a topic of their own.
struct Traffic: IteratorProtocol {
    /// Who and what is rare: three messages of all there are.
    static let rareUser = "seldom"
    static let rareTopic = "org.fedoraproject.prod.elections.vote"
    /// A text in the body of one message in a thousand.
    static let rareText = "quokka"
    /// The most frequent ones.
    static let commonUser = users.first
    static let commonCategory = "buildsys"

    private static let users = Zipf((0..<2_000).map { "user\($0)" }, exponent: 1.05)
    private static let packages = Zipf((0..<8_000).map { "python3-package\($0)" }, exponent: 0.9)

    private let count: Int
    private let first: Double
    private let step: Double
    private var generator: SeededGenerator
    private var number = 0

    /// - Parameters:
    ///   - count: How many.
    ///   - seed: Another one makes other messages, with other identities.
    ///   - end: When the last one was said.
    ///   - span: How long it took to say all.
    init(_ count: Int, seed: UInt64 = 1, end: Date = .now, span: Duration) {
        self.count = count
        step = span / .seconds(1) / Double(count)
        first = end.timeIntervalSince1970 - span / .seconds(1)
        generator = SeededGenerator(seed: seed)
    }

    /// Whether there is no other one.
    var isAtEnd: Bool { number >= count }

    mutating func next() -> Envelope? {
        guard !isAtEnd else { return nil }
        defer { number += 1 }
        let isRare = [count / 4, count / 2, count / 4 * 3].contains(number)
        let picked = Topics.all.pick(&generator)
        let topic = isRare ? Self.rareTopic : picked.name
        let user = isRare ? Self.rareUser : Self.users.pick(&generator)
        let packages = (0..<Int.random(in: 0..<3, using: &generator)).map { _ in Self.packages.pick(&generator) }
        let identity = UUID(random: &generator).uuidString.lowercased()
        let time = ((first + Double(number) * step) * 1_000_000).rounded() / 1_000_000
        let body = """
            {"i": \(number % 1_000 + 1), "msg": \(said(picked.category, user, packages)), "msg_id": "2026-\(identity)", \
            "timestamp": \(time), "topic": "\(topic)", "username": "apache"}
            """
        return Envelope(topic: Array(topic.utf8), body: Array(body.utf8), receivedAt: 0)
    }

    /// A body in the shape of its category.
    private mutating func said(_ category: String, _ user: String, _ packages: [String]) -> String {
        let package = packages.first ?? "setup"
        let builds = packages.map { #"{"nvr": "\#($0)-1.\#(number % 90)-1.f40", "signed": true}"# }
        let about =
            switch category {
            case "buildsys", "koschei": packages.isEmpty ? "" : #", "name": "\#(package)""#
            case "git":
                #", "commit": {"repo": "\#(package)", "username": "user\#(number % 1_000)", "rev": "\#(hexadecimal())"}"#
            case "bodhi": #", "update": {"user": {"name": "\#(user)"}, "builds": [\#(builds.joined(separator: ", "))]}"#
            default: #", "url": "https://example.org/\#(package)/\#(hexadecimal())""#
            }
        let rare = number % 1_000 == 7 ? #", "seen": "\#(Self.rareText)""# : ""
        return """
            {"agent": "\(user)", "id": \(number), "old": null, "new": \(number % 5), "weight": 1.50\(about)\(rare), \
            "log": [\(log())]}
            """
    }

    /// Lines of words up to a size whose logarithm has a normal distribution: half of them below 1,100 bytes.
    private mutating func log() -> String {
        let bytes = Int(min(2_700, max(230, exp(6.85 + 0.5 * normal()))))
        let isForeign = Int.random(in: 0..<8, using: &generator) == 0
        var text = "\""
        var line = 0
        while text.utf8.count < bytes {
            text += (isForeign ? Words.foreign : Words.plain).randomElement(using: &generator) ?? ""
            line += 1
            text += line.isMultiple(of: 14) ? "\", \"" : " "
        }
        return text + "\""
    }

    /// A number around 0, two thirds of them between -1 and 1 (Box and Muller).
    private mutating func normal() -> Double {
        let (one, other) = (
            Double.random(in: 0.000_001..<1, using: &generator), Double.random(in: 0..<1, using: &generator)
        )
        return sqrt(-2 * Foundation.log(one)) * cos(2 * .pi * other)
    }

    private mutating func hexadecimal() -> String { String(generator.next(), radix: 16) }
}

extension UUID {
    /// One made of random numbers (version 4).
    fileprivate init(random generator: inout some RandomNumberGenerator) {
        let (high, low) = (generator.next() & ~0xF000 | 0x4000, generator.next() & ~(3 << 62) | 2 << 62)
        let bytes = withUnsafeBytes(of: (high.bigEndian, low.bigEndian)) { $0.load(as: uuid_t.self) }
        self.init(uuid: bytes)
    }
}
