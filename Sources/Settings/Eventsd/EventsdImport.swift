// SPDX-License-Identifier: Apache-2.0

import Yams

/// What becomes of salt-eventsd's configuration: feeds that do the same, and what differs; pure.
///
/// An entry of `events` is a feed, and so is each of its `subs`, which takes what both select. Everything reads from the
/// archive after a bookmark of its own, so that what the daemon lost (on a stop, on an error of a worker, on a missing
/// function) is delivered, and what it did twice (two entries for one tag) is done once.
package struct EventsdImport: Sendable {
    /// Something that the operator should know, and where.
    package struct Remark: Hashable, Sendable, CustomStringConvertible {
        /// The key that it is about, such as `events.returns.backend`.
        package let key: String
        /// What differs, and what to do.
        package let text: String

        /// `KEY: TEXT`.
        package var description: String { "\(key): \(text)" }
    }

    /// The sections `feeds` and, if it is wanted, `statistics`, as they go into datanommer's configuration. Holds the
    /// passwords that the file held.
    package let yaml: String
    /// What differs, in the file's order.
    package let remarks: [Remark]

    /// Reads a configuration.
    ///
    /// - Parameters:
    ///   - text: the file's text.
    ///   - file: its name, for errors.
    /// - Throws: `SettingsError` with the place of what cannot be read.
    package init(yaml text: String, file: String) throws(SettingsError) {
        let eventsd = try EventsdFile(yaml: text, file: file)
        var maker = EventsdFeeds(eventsd)
        let feeds = maker.feeds()
        let statistics = maker.statistics()
        maker.remarkOnGeneral()
        var sections: [(Node, Node)] = [("feeds", .map(feeds))]
        if let statistics { sections.append(("statistics", statistics)) }
        yaml = Self.text(of: .map(sections), file: file)
        remarks = maker.remarks
    }

    private static func text(of node: Node, file: String) -> String {
        do {
            return try Yams.serialize(node: node, width: -1, allowUnicode: true)
        } catch {
            preconditionFailure("a tree that was just made cannot be written: \(error)")
        }
    }
}
