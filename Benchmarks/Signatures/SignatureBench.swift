// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import DatanommerTesting
import Foundation
import JSONText
import Signatures
import Synchronization

/// What the check of a signature costs beside what it cannot do without, and what forgers cost the others.
struct SignatureBench: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "signatures", abstract: "Checking signatures: the limit, the cores, a flood of forgeries.")

    @Option(help: "How many messages a turn checks.")
    var messages = 2_000

    @Option(help: "How many turns each way has.")
    var rounds = 15

    func run() throws {
        let pki = try OwnPKI()
        for authority in ["ca", "impostor"] { try pki.makeAuthority(authority) }
        try pki.makeCertificate("signer", serial: 2)
        try pki.makeCertificate("forger", issuer: "impostor", serial: 3)
        try pki.makeCRL()
        let sayings = try Sayings(pki, count: messages)
        print("messages of \(sayings.good[0].count) bytes, RSA-2048; medians of \(rounds) turns of \(messages)\n")
        try measureLimit(pki, sayings)
        try measureFlood(pki, sayings)
    }

    private func checker(_ pki: OwnPKI) throws -> SignatureChecker {
        var settings = SignatureSettings()
        settings.caFile = pki.path("ca.crt")
        settings.crlFile = pki.path("crl.pem")
        let checker = SignatureChecker(settings)
        try checker.checkFiles()
        return checker
    }

    private func measureLimit(_ pki: OwnPKI, _ sayings: Sayings) throws {
        let checker = try checker(pki)
        let key = try PlainKey(pem: [UInt8](Data(contentsOf: URL(filePath: pki.path("signer.crt")))))
        let signatures = sayings.good.map { sayings.signature(of: $0) }
        let digests = sayings.good.map { PlainKey.sha1(sayings.signedBytes(of: $0)) }
        let cores = ProcessInfo.processInfo.activeProcessorCount
        let times = Turns.medians(
            rounds: rounds, items: messages,
            [
                { for body in sayings.good { precondition((try? JSONText(validating: body)) != nil) } },
                {
                    for (signature, digest) in zip(signatures, digests) {
                        precondition(key.verifies(signature, digest))
                    }
                },
                { Self.check(sayings.good, checker, cores: 1, areValid: true) },
                { Self.check(sayings.good, checker, cores: cores, areValid: true) },
            ])
        let limit = times[0] + times[1]
        print("| one message | us | ratio |\n|---|---|---|")
        print("| parsing it (JSON) | \(times[0].text) | |")
        print("| verifying its RSA signature (EVP_PKEY_verify) | \(times[1].text) | |")
        print("| both: the limit | \(limit.text) | 1 |")
        print("| the whole check, one core | \(times[2].text) | \((times[2] / limit).text) |")
        print(
            "| the whole check, \(cores) cores | \(times[3].text) | \((times[2] / times[3]).text) of one core's speed |"
        )
        print("\n\(Int(1_000_000 / times[3])) messages a second on \(cores) cores\n")
    }

    private func measureFlood(_ pki: OwnPKI, _ sayings: Sayings) throws {
        let checker = try checker(pki)
        let cores = ProcessInfo.processInfo.activeProcessorCount
        Self.check(sayings.good, checker, cores: 1, areValid: true)
        print("| as many bad messages as good ones | us a good message | good ones' speed |\n|---|---|---|")
        let alone = Turns.medians(
            rounds: rounds, items: messages, [{ Self.check(sayings.good, checker, cores: cores, areValid: true) }])[0]
        print("| none | \(alone.text) | 1 |")
        for (name, bad) in sayings.bad {
            let both = Turns.medians(
                rounds: rounds, items: messages,
                [
                    { Self.check(sayings.good, checker, cores: cores, areValid: true) },
                    {
                        Self.check(sayings.good, checker, cores: cores, areValid: true)
                        Self.check(bad, checker, cores: cores, areValid: false)
                    },
                ])
            print("| \(name) | \(both[1].text) | \((both[0] / both[1]).text) |")
        }
    }

    /// Checks all on some cores, as the daemon does with a batch.
    private static func check(_ bodies: [[UInt8]], _ checker: SignatureChecker, cores: Int, areValid: Bool) {
        let wrong = Atomic(0)
        DispatchQueue.concurrentPerform(iterations: cores) { core in
            for place in stride(from: core, to: bodies.count, by: cores)
            where checker.verdict(body: bodies[place]).isValid != areValid {
                wrong.add(1, ordering: .relaxed)
            }
        }
        precondition(wrong.load(ordering: .relaxed) == 0, "a wrong verdict")
    }
}

extension Double {
    /// Two digits behind the point.
    var text: String { String(format: "%.2f", self) }
}
