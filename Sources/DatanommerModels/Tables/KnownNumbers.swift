// SPDX-License-Identifier: Apache-2.0

/// The numbers of names and sources that are known from earlier transactions of one session, and its last append.
///
/// They hold for that session only. A server that comes back from a crash, or another one that takes its place, may not
/// have what was committed last, whatever it promised: a row that pointed at a lost name would never be seen again.
struct KnownNumbers: Sendable {
    private var session: Int?
    private(set) var names = NameNumbers()
    private(set) var sources: [Source: Int64] = [:]
    private(set) var lastAppend: LastAppend?

    /// Those that hold in a session; none where the session cannot be told from others.
    func holding(in session: Int?) -> KnownNumbers {
        session != nil && session == self.session ? self : KnownNumbers()
    }

    /// Remembers what a transaction of a session learnt. Only after its commit: the numbers of one that was rolled back
    /// are no numbers.
    mutating func learn(
        _ names: NameNumbers, _ sources: [Source: Int64] = [:], _ last: LastAppend? = nil, in session: Int?
    ) {
        guard let session else { return }
        if session != self.session { self = KnownNumbers() }
        self.session = session
        self.names.learn(names)
        self.sources.merge(sources) { _, new in new }
        lastAppend = last ?? lastAppend
    }
}
