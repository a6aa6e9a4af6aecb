// SPDX-License-Identifier: Apache-2.0

import DatanommerTesting
import Testing

extension ScratchArchive {
    /// Expects of one of the programs all that it says, and how it ends.
    func expect(
        _ command: String, _ arguments: String..., says answer: FinishedProgram, input: String = "",
        environment: [String: String] = [:], sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let said = try await run(command, arguments, input: Array(input.utf8), environment: environment)
        #expect(said == answer, "datanommer-\(command) \(arguments)", sourceLocation: sourceLocation)
    }
}
