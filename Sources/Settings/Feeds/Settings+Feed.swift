// SPDX-License-Identifier: Apache-2.0

extension Settings {
    /// An entry of `feeds`: what of a journal goes where, and how.
    package struct Feed: Hashable, Sendable {
        /// Its name: letters, digits, `_`, `-` and `.`, 100 at the most.
        package var name: String
        /// Where it begins the first time: `now`, `beginning`, or a time; later it goes on from its bookmark.
        package var start = "now"
        /// What it takes; by default everything.
        package var select = Selection()
        /// How records are gathered.
        package var batch = Batch()
        /// Whether each record goes by itself, at once.
        package var prio = false
        /// How many batches may be on their way at once, 1 to 64; 1 keeps the order.
        package var concurrency = 1
        /// Whether it stops at a record that its backend will never take, instead of setting that aside.
        package var pauseOnRefusal = false
        /// Where records go.
        package var backend: BackendSettings
        /// Where it stands in the file.
        package var line = SourceLine()

        /// A feed that takes everything, from now on.
        package init(name: String, backend: BackendSettings) {
            self.name = name
            self.backend = backend
        }
    }
}

extension Settings.Feed {
    /// The section `batch`.
    package struct Batch: Hashable, Sendable {
        /// How many records go together, 1 to 10,000.
        package var limit = 100
        /// How long the first of them waits for others, 0 s to 1 h.
        package var within = Duration.seconds(1)
        /// How large they are together, about, 1 KiB to 64 MiB.
        package var bytes = 4 << 20
    }

    /// The section `select`: everything that is said there has to be true of a record.
    package struct Selection: Hashable, Sendable {
        /// A regular expression that the topic begins with; `nil`: any.
        package var tag: String?
        /// Whether it is to be the whole topic.
        package var whole = false
        /// A regular expression for the function that a Salt event is about.
        package var fun: String?
        /// Conditions on fields.
        package var conditions: [Condition] = []
        /// All of these.
        package var all: [Selection] = []
        /// One of these; none asks for nothing.
        package var any: [Selection] = []
        /// None of these.
        package var not: [Selection] = []

        /// Everything.
        package init() {}

        /// An entry of `where`.
        package struct Condition: Hashable, Sendable {
            /// The path to a value, such as `msg.commit.branch`.
            package var path: String
            /// What is wanted there.
            package var test: Test

            /// A condition.
            package init(path: String, test: Test) {
                self.path = path
                self.test = test
            }

            /// What is wanted of a value. Texts are as they stand in the file: `5` is the number as well as the text.
            package enum Test: Hashable, Sendable {
                case exists(Bool)
                case among([String])
                case notAmong([String])
                case matches(String)
                case less(Int)
                case greater(Int)
            }
        }
    }
}

/// Where something stands in a file, for what is said of it later; it makes no setting another one.
package struct SourceLine: Hashable, Sendable, CustomStringConvertible {
    /// `FILE:LINE`; empty if it is not known.
    package var description = ""

    /// All are equal.
    package static func == (left: SourceLine, right: SourceLine) -> Bool { true }
    /// All are equal.
    package func hash(into hasher: inout Hasher) {}
}
