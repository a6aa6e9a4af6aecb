// SPDX-License-Identifier: Apache-2.0

package import ArgumentParser
package import DatanommerModels
internal import Foundation
package import SQL
package import Settings

/// Where the archive is; every command that asks or manages has these options.
package struct ArchiveOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The configuration file.", valueName: "file"))
    package var config: String?

    @Option(
        name: .customLong("database-url"),
        help: ArgumentHelp("Where the archive is: sqlite:///file.db or postgresql://…", valueName: "url"))
    package var databaseURL: String?

    package init() {}

    /// The settings that these options, the environment and the configuration file make.
    ///
    /// - Throws: `SettingsError`.
    package func settings() throws -> Settings {
        try Settings.load(
            file: config, databaseURL: databaseURL, environment: ProcessInfo.processInfo.environment)
    }

    /// The database, not touched yet.
    ///
    /// - Parameter mayCreate: whether a missing SQLite file is made.
    /// - Throws: `SettingsError`, `DatabaseError`.
    package func database(mayCreate: Bool = false) throws -> Database {
        try Database(settings: settings(), connections: 1, mayCreate: mayCreate)
    }

    /// The archive, known to have the schema that this program was written for.
    ///
    /// - Throws: `SettingsError`, `DatabaseError`, `MigrationError`.
    package func archive() async throws -> Archive {
        let archive = Archive(try database())
        try await archive.checkSchema()
        return archive
    }

    /// The same for a command that only asks: the archive where questions go, a read replica perhaps.
    ///
    /// It is not left for another one when it does not answer: who set it wants the load to stay there, and knows that it
    /// may be behind.
    ///
    /// - Throws: `SettingsError`, `UnansweredQuestions`, `DatabaseError`, `MigrationError`.
    package func archiveToAsk() async throws -> Archive {
        var settings = try settings()
        guard let url = settings.database.questionsURL else { return try await archive() }
        settings.database.url = url
        do {
            let archive = Archive(try Database(settings: settings, connections: 1, mayCreate: false))
            try await archive.checkSchema()
            return archive
        } catch let error as DatabaseError {
            throw UnansweredQuestions(error: error)
        } catch let error as WrongDatabaseURL {
            throw WrongDatabaseURL(description: "database.questions_url: \(error)")
        }
    }
}

extension Database {
    /// The database that settings name.
    ///
    /// - Parameter answerTimeout: how long a statement or another's lock is waited for; nil: as a long question needs.
    /// - Throws: `WrongDatabaseURL` when the URL is of no known kind.
    package convenience init(
        settings: Settings, connections: Int, mayCreate: Bool, answerTimeout: Duration? = nil
    ) throws(WrongDatabaseURL) {
        var options = DatabaseOptions()
        options.connections = connections
        options.mayCreate = mayCreate
        options.preparedStatements = settings.database.preparedStatements
        options.connectTimeout = settings.database.connectTimeout
        options.answerTimeout = answerTimeout
        options.busyTimeout = min(settings.database.busyTimeout, answerTimeout ?? settings.database.busyTimeout)
        let url: DatabaseURL
        do {
            url = try DatabaseURL(settings.database.url)
        } catch {
            throw WrongDatabaseURL(description: error.message)
        }
        self.init(url, options: options)
    }
}

/// The database that questions were to go to cannot be asked.
struct UnansweredQuestions: ErrorWithStatus, CustomStringConvertible {
    let error: DatabaseError

    var description: String {
        "\(CommandFailure.explanation(of: error)); questions go there because of database.questions_url or "
            + "\(Settings.questionsVariable): --database-url asks another database"
    }

    var status: ExitCode { CommandFailure.status(of: error) }
}

/// What was configured as the database's URL is none: a wrong configuration, wherever it was said.
package struct WrongDatabaseURL: ErrorWithStatus, CustomStringConvertible {
    /// What is wrong with it, without repeating it.
    package let description: String
    /// `EX_CONFIG`.
    package var status: ExitCode { CommandFailure.configuration }
}
