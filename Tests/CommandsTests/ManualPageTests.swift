// SPDX-License-Identifier: Apache-2.0

import DatanommerTesting
import Foundation
import JSONText
import Testing

/// The programs, by their manual pages.
private let programs = ((try? SourceTree.names(in: "man")) ?? []).filter { $0.hasSuffix(".1") }.map {
    String($0.dropLast(2))
}

@Suite(.timeLimit(.minutes(3))) struct `The manual page` {
    @Test func `of each program is there`() throws {
        let sources = try SourceTree.names(in: "Sources").filter { $0.hasPrefix("datanommer-") }
        #expect(sources == programs)
    }

    @Test(arguments: programs)
    func `has each option of its program, and no other`(program: String) async throws {
        let page = try String(contentsOfFile: SourceTree.path("man/\(program).1"), encoding: .utf8)
        let options = try await OptionList(of: program).names
        let items = page.split(separator: "\n").filter { $0.hasPrefix(".It Fl -") }.joined(separator: "\n")
        let explained = items.matches(of: /Fl -([a-z-]+)/).map { String($0.1) }
        #expect(explained.sorted() == options)
        let synopsis = page.matches(of: /Fl -([a-z-]+)/).map { String($0.1) }
        #expect(Set(synopsis).union(["help", "version"]) == Set(options))
        let shown = page.split(separator: ".Sh DESCRIPTION")[0].matches(of: /Fl -([a-z-]+)/).map { String($0.1) }
        #expect(Set(shown) == Set(options).subtracting(["help", "version"]))
    }

    @Test(arguments: programs)
    func `names each status that its program ends with`(program: String) throws {
        let page = try String(contentsOfFile: SourceTree.path("man/\(program).1"), encoding: .utf8)
        let section = try #require(page.split(separator: ".Sh EXIT STATUS").last?.split(separator: "\n.Sh ").first)
        let statuses = section.matches(of: /(?m)^\.It (\d+)$/).map { String($0.1) }
        #expect(statuses.starts(with: ["0", "1", "64"]))
        #expect(Set(statuses).isSubset(of: ["0", "1", "64", "69", "78"]))
    }

    @Test(arguments: programs)
    func `is told by the program's own help and version too`(program: String) async throws {
        let words = [try BuiltProgram.path(program)]
        for command in try await OptionList(of: program).commands {
            let help = try await RunningProgram.run(words + command.words + ["--help"])
            #expect(help.status == 0 && help.errors == "", "\(help)")
            for option in command.options { #expect(help.output.contains("--\(option)"), "\(option)") }
        }
        let version = try await RunningProgram.run(words + ["--version"])
        #expect(version.output.wholeMatch(of: /\d+\.\d+\.\d+\n/) != nil && version.status == 0, "\(version)")
    }
}

@Suite(.timeLimit(.minutes(3))) struct `The completions` {
    @Test(arguments: programs, ["bash", "zsh", "fish"])
    func `of a program name each of its options`(program: String, shell: String) async throws {
        let words = [try BuiltProgram.path(program), "--generate-completion-script", shell]
        let script = try await RunningProgram.run(words)
        #expect(script.status == 0 && script.errors == "", "\(script)")
        // fish writes `-l option`.
        let prefix = shell == "fish" ? "-l '?" : "--"
        for option in try await OptionList(of: program).names {
            #expect(script.output.contains(try Regex("\(prefix)\(option)\\b")), "\(option)")
        }
        guard shell == "bash" else { return }
        let parsed = try await RunningProgram.run(["bash", "-n"], input: script.outputBytes)
        #expect(parsed == .done(""))
    }
}

/// The long options of a program, as it tells them itself.
private struct OptionList {
    /// The program without a subcommand, then with each of them.
    let commands: [(words: [String], options: [String])]

    /// All of them, sorted.
    var names: [String] { Set(commands.flatMap(\.options)).sorted() }

    init(of program: String) async throws {
        let help = try await RunningProgram.run([BuiltProgram.path(program), "--experimental-dump-help"])
        let command = try #require(try JSONText(validating: help.outputBytes)["command"])
        // Every program that has subcommands is given one that explains the others.
        let parts = (command["subcommands"]?.elements() ?? []).filter { $0["commandName"]?.string != "help" }
        commands =
            [([], Self.options(of: command))]
            + parts.map { ([$0["commandName"]?.string ?? ""], Self.options(of: $0)) }
        try #require(names.contains("version"))
    }

    private static func options(of command: JSONText) -> [String] {
        (command["arguments"]?.elements() ?? []).flatMap { $0["names"]?.elements() ?? [] }
            .filter { $0["kind"]?.string == "long" }.compactMap { $0["name"]?.string }.sorted()
    }
}
