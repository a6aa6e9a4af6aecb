// SPDX-License-Identifier: Apache-2.0

package import Flow
internal import Foundation
package import Logging
package import SQL
package import Settings

extension BackendSettings {
    /// The backend that is meant, which has not touched anything yet.
    ///
    /// - Parameters:
    ///   - feed: The feed's name.
    ///   - archive: The archive's database, for settings that name no other.
    ///   - logger: For what a backend has to say by itself.
    /// - Throws: `SelectionError`, `TemplateError`, `DatabaseError`, `BackendError`, `SignatureError`: what of the settings is wrong.
    package func makeBackend(feed: String, archive: DatabaseURL, logger: Logger) throws -> any Backend {
        let hostname = ProcessInfo.processInfo.hostName
        return switch self {
        case .file(let settings): try FileBackend(settings)
        case .program(let settings): ProgramBackend(settings, logger: logger)
        case .sql(let settings): try settings.makeBackend(archive: archive, hostname: hostname)
        case .mariadb(let settings): try settings.makeBackend(hostname: hostname)
        case .graphite(let settings): try settings.makeBackend(hostname: hostname)
        case .webhook(let settings): try settings.makeBackend(name: feed)
        case .elasticsearch(let settings): try settings.makeBackend(hostname: hostname)
        case .redis(let settings): try settings.makeBackend(hostname: hostname)
        case .bus(let settings): try settings.makeBackend()
        }
    }
}
