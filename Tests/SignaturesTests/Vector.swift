// SPDX-License-Identifier: Apache-2.0

import Foundation
import JSONText
import Signatures
import Testing

/// Frames captured from the real fedmsg, or made from such, with its own verdict.
struct Vector: Sendable, CustomTestStringConvertible {
    /// The capture's name.
    let id: String
    /// The profile under which it was judged.
    let profile: String
    /// The topic and the body.
    let frames: [[UInt8]]
    /// What fedmsg's validator said: only `true` accepts, everything else is a refusal or an exception.
    let isValid: Bool

    var testDescription: String { id }
    var body: [UInt8] { frames[1] }

    /// When the captures were made: the certificates and lists of their profiles are judged as of then.
    static let time = Date(timeIntervalSince1970: 1_795_226_720)

    /// All that have frames.
    static let all: [Vector] = VectorFile.text("vectors.jsonl").split(separator: "\n").compactMap { line in
        (try? JSONText(validating: String(line))).flatMap(Vector.init)
    }

    /// The one of a name.
    static func named(_ id: String) throws -> Vector {
        try #require(all.first { $0.id == id })
    }

    private init?(line: JSONText) {
        let frames = line["frames"]?.elements() ?? []
        guard frames.count == 2, let id = line["id"]?.string, let profile = line["profile"]?.string else { return nil }
        self.id = id
        self.profile = profile
        self.frames = frames.map { Data(base64Encoded: $0.string ?? "").map { [UInt8]($0) } ?? [] }
        isValid = line["fedmsg_validate"]?.kind == .true
    }
}

/// The files beside these tests.
enum VectorFile {
    /// The path of one of them.
    static func path(_ name: String) -> String {
        (Bundle.module.resourcePath ?? "") + "/Vectors/" + name
    }

    /// A file's text; empty where there is none, which the test that counts notices.
    static func text(_ name: String) -> String {
        (try? String(contentsOfFile: path(name), encoding: .utf8)) ?? ""
    }
}

extension SignatureSettings {
    /// The settings of a profile.
    init(profile name: String) throws {
        let profiles = try JSONText(validating: VectorFile.text("profiles.json"))
        let profile = try #require(profiles[name])
        self.init()
        caFile = Self.path(profile["ca_cert_location"]) ?? ""
        crlFile = Self.path(profile["crl_location"])
        isNitpicky = profile["routing_nitpicky"]?.kind == .true
        schemes = Set(
            (profile["crypto_validate_backends"]?.elements() ?? []).compactMap { $0.string.flatMap(Scheme.init) })
        routingPolicy = RoutingPolicy(
            (profile["routing_policy"]?.members() ?? []).map { member in
                let names = member.value.elements().compactMap(\.string)
                return (member.name, member.value.string.map { .mentioned($0) } ?? .listed(names))
            })
    }

    private static func path(_ location: JSONText?) -> String? {
        guard let text = location?.string else { return nil }
        return text.hasPrefix("pki/") ? VectorFile.path(text) : text
    }
}
