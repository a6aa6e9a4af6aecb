// SPDX-License-Identifier: Apache-2.0

/// The engines every test of a statement runs on: `@Test(arguments: Engine.allCases)`.
package enum Engine: String, CaseIterable, Hashable, Sendable, CustomStringConvertible {
    /// A file of its own for each test.
    case sqlite
    /// A database of its own for each test, in the ``ScratchCluster`` of the process.
    case postgresql

    /// The engine's name, as test names show it.
    package var description: String { rawValue }
}
