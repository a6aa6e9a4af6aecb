// SPDX-License-Identifier: Apache-2.0

/// Asks until there is an answer.
///
/// - Parameters:
///   - what: What is waited for, for the error, made when it is thrown: `the daemon listens`.
///   - limit: After which it is taken for never.
///   - answer: Asked again and again; nil as long as there is none.
/// - Throws: ``ScratchError`` after the limit, what the question throws, and `CancellationError`.
package func eventually<Answer: Sendable>(
    _ what: @autoclosure () -> String, within limit: Duration = .seconds(60), _ answer: () async throws -> Answer?
) async throws -> Answer {
    let deadline = ContinuousClock.now.advanced(by: limit)
    while true {
        if let answer = try await answer() { return answer }
        guard .now < deadline else { throw ScratchError("waited \(limit) in vain: \(what())") }
        // Between two questions, so that asking does not take the processor from the one who is asked.
        try await Task.sleep(for: .milliseconds(10))
    }
}
