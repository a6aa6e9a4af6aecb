// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser

/// How messages are written.
enum OutputFormat: String, CaseIterable, ExpressibleByArgument {
    /// One array, one message a line.
    case json
    /// One message a line, nothing around them.
    case ndjson
}
