// SPDX-License-Identifier: Apache-2.0

import Foundation
import JSONText

/// Certificates made for a test by the `openssl` program, in a folder of their own.
package final class OwnPKI: Sendable {
    /// The folder, without a slash at the end.
    package let folder: String

    /// Makes the folder.
    package init() throws {
        folder = NSTemporaryDirectory() + "/signatures-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try "".write(toFile: path("index.txt"), atomically: true, encoding: .utf8)
        let authority = """
            [ca]
            default_ca = own
            [own]
            database = \(folder)/index.txt
            default_md = sha256
            """
        try authority.write(toFile: path("ca.cnf"), atomically: true, encoding: .utf8)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: folder)
    }

    /// The path of a file in it.
    package func path(_ name: String) -> String { "\(folder)/\(name)" }

    /// Runs openssl.
    package func openssl(_ arguments: [String], input: [UInt8] = []) throws -> [UInt8] {
        try Self.run(["openssl"] + arguments, input: input, in: folder)
    }

    /// Makes `NAME.crt` and `NAME.key`, self-signed.
    package func makeAuthority(
        _ name: String, subject: String = "/CN=own authority", key: String = "rsa:2048",
        extensions: [String] = ["basicConstraints=critical,CA:TRUE", "keyUsage=keyCertSign,cRLSign"],
        _ more: [String] = ["-days", "3650"]
    ) throws {
        let settings = ["[req]", "distinguished_name = dn", "prompt = no", "[dn]"].joined(separator: "\n")
        try settings.write(toFile: path("req.cnf"), atomically: true, encoding: .utf8)
        let added = extensions.flatMap { ["-addext", $0] }
        _ = try openssl(
            ["req", "-config", "req.cnf", "-x509", "-newkey", key, "-nodes", "-subj", subject]
                + ["-keyout", "\(name).key", "-out", "\(name).crt"] + added + more)
    }

    /// Makes `NAME.crt` and `NAME.key`, issued by an authority.
    package func makeCertificate(
        _ name: String, issuer: String = "ca", subject: String? = nil, key: String = "rsa:2048",
        extensions: [String] = [], serial: Int, _ more: [String] = ["-days", "365"]
    ) throws {
        try extensions.joined(separator: "\n").write(toFile: path("ext.cnf"), atomically: true, encoding: .utf8)
        _ = try openssl(
            ["req", "-newkey", key, "-nodes", "-subj", subject ?? "/CN=\(name).example.org"]
                + ["-keyout", "\(name).key", "-out", "\(name).csr"])
        _ = try openssl(
            ["x509", "-req", "-in", "\(name).csr", "-CA", "\(issuer).crt", "-CAkey", "\(issuer).key"]
                + ["-set_serial", String(serial), "-out", "\(name).crt"]
                + (extensions.isEmpty ? [] : ["-extfile", "ext.cnf"]) + more)
    }

    /// Revokes a certificate, or none, and puts the authority's new list at the place of the old one.
    package func makeCRL(revoking name: String? = nil, days: Int = 30) throws {
        let authority = ["ca", "-config", "ca.cnf", "-cert", "ca.crt", "-keyfile", "ca.key"]
        if let name { _ = try openssl(authority + ["-revoke", "\(name).crt"]) }
        _ = try openssl(authority + ["-gencrl", "-crldays", String(days), "-out", "crl.new"])
        guard rename(path("crl.new"), path("crl.pem")) == 0 else {
            throw ScratchError("the revocation list could not be put in its place")
        }
    }

    /// An envelope signed with a certificate's key.
    ///
    /// - Parameters:
    ///   - msgID: the identity.
    ///   - rawTopic: the topic as JSON.
    ///   - padding: how many bytes more the body has.
    package func signed(
        by name: String, msgID: String = "2026-1", rawTopic: String = #""org.example.dev.a.b""#, padding: Int = 0
    ) throws -> [UInt8] {
        let pad = padding > 0 ? ",\"pad\":\"\(String(repeating: "x", count: padding))\"" : ""
        let rest = #""msg":{"n":1.5\#(pad)},"msg_id":"\#(msgID)","timestamp":1,"topic":\#(rawTopic)}"#
        let envelope = #"{"crypto":"x509","i":1,"# + rest
        let text = try JSONText(validating: envelope)
        let signature = try openssl(["dgst", "-sha1", "-sign", "\(name).key"], input: text.canonical())
        let certificate = try Data(contentsOf: URL(filePath: path("\(name).crt")))
        let credentials = [
            ("certificate", JSONText.string(certificate.base64EncodedString())),
            ("signature", .string(Data(signature).base64EncodedString())),
        ]
        let members = text.members().map { ($0.name, $0.value) }
        return Array(JSONText.object(credentials + members).bytes)
    }

    /// Runs a program to its end; what it wrote to its standard output.
    package static func run(_ words: [String], input: [UInt8] = [], in folder: String) throws -> [UInt8] {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = words
        process.currentDirectoryURL = URL(filePath: folder)
        let source = URL(filePath: folder + "/input-" + UUID().uuidString)
        try Data(input).write(to: source)
        let output = Pipe()
        process.standardInput = try FileHandle(forReadingFrom: source)
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let said = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw ScratchError("\(words.joined(separator: " ")) ended with \(process.terminationStatus)")
        }
        return [UInt8](said)
    }
}
