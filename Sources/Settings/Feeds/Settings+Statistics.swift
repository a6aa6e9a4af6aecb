// SPDX-License-Identifier: Apache-2.0

extension Settings {
    /// The `statistics` section: what the daemon tells of its work now and then.
    package struct Statistics: Hashable, Sendable {
        /// How often, 1 s to 1 day.
        package var every = Duration.seconds(25)
        /// The file that holds the last of it, as one line of JSON; `nil`: none.
        package var file: String?
        /// Whether it is logged.
        package var log = false
        /// Where it goes as a record; `nil`: nowhere.
        package var backend: BackendSettings?

        /// Whether anybody wants it.
        package var isWanted: Bool { file != nil || log || backend != nil }
    }
}
