// SPDX-License-Identifier: Apache-2.0

package import Flow
package import Logging
package import Settings

extension BackendSettings {
    /// The backend that is meant, which has not touched anything yet.
    ///
    /// - Throws: `SelectionError` where a path is none.
    package func makeBackend(logger: Logger) throws(SelectionError) -> any Backend {
        switch self {
        case .file(let settings): try FileBackend(settings)
        case .program(let settings): ProgramBackend(settings, logger: logger)
        }
    }
}
