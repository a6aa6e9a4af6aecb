// SPDX-License-Identifier: Apache-2.0

package import ArgumentParser
internal import DatanommerModels

/// `datanommer-extract`: users and packages again, after the rules changed.
package struct ExtractCommand: ArchiveCommand {
    package static let configuration = CommandConfiguration(
        commandName: "datanommer-extract",
        abstract: "Find the users and packages of stored messages again, after the rules changed.",
        version: Version.current)

    @OptionGroup var archive: ArchiveOptions
    @OptionGroup var rules: RulesOptions

    @OptionGroup var stretch: StretchOptions

    @Flag(help: "Count what would change, and change nothing.")
    var dryRun = false

    package init() {}

    package mutating func perform() async throws {
        let decoder = try rules.decoder(archive.settings())
        let archive = try await archive.archive()
        let progress = Progress("messages read")
        var cursor: MessageCursor?
        var (read, changed) = (0, 0)
        repeat {
            let page = try await archive.grep(stretch.filter, after: cursor, limit: 500)
            let renamed = page.messages.compactMap { decoder.renamed($0) }
            if !dryRun { try await archive.rename(renamed) }
            read += page.messages.count
            changed += renamed.count
            progress.advance(by: page.messages.count)
            cursor = page.next
        } while cursor != nil
        progress.finish()
        print("\(read) messages read, \(changed) \(dryRun ? "would change" : "changed")")
    }
}
