// SPDX-License-Identifier: Apache-2.0

package import ArgumentParser
internal import Bus
internal import DatanommerModels
internal import Extraction
internal import Foundation
internal import SQL
internal import Settings

/// A command of this project: it does its work, or says in one line why it could not and ends with the fitting status.
package protocol ArchiveCommand: AsyncParsableCommand {
    /// The program, which its lines on stderr begin with.
    static var program: String { get }

    /// Does the work.
    mutating func perform() async throws
}

extension ArchiveCommand {
    package static var program: String { _commandName }

    /// Is the program: reads the command line, does the work and ends the process.
    package static func start() async {
        await start(ProgramArguments.take())
    }

    /// The same with the arguments that somebody took.
    static func start(_ arguments: [String]) async {
        do {
            var command = try await asyncParseAsRoot(arguments)
            if var command = command as? any AsyncParsableCommand { try await command.run() } else { try command.run() }
        } catch {
            let status = exitCode(for: error)
            // Help and version, which quote nothing.
            guard status != .success else { exit(withError: error) }
            let message = fullMessage(for: error)
            if !message.isEmpty { StandardError.write(ProgramArguments.hide(in: message)) }
            Foundation.exit(status.rawValue)
        }
    }

    /// Does the work; an error becomes a line on stderr and an exit status (sysexits.h).
    package mutating func run() async throws {
        do {
            try await perform()
        } catch let error as CleanExit {
            throw error
        } catch let error as ValidationError {
            throw error
        } catch let error as ExitCode {
            throw error
        } catch {
            let explanation = ProgramArguments.hide(in: CommandFailure.explanation(of: error))
            StandardError.write("\(Self.program): \(explanation)")
            throw CommandFailure.status(of: error)
        }
    }
}

/// An error that knows its exit status.
package protocol ErrorWithStatus: Error {
    /// The status that a command ends with (sysexits.h).
    var status: ExitCode { get }
}

/// What an error means for the caller of a command.
package enum CommandFailure {
    /// Done with something left undone, or failed.
    static let failed = ExitCode(1)
    /// Called in a way that it cannot be called (`EX_USAGE`).
    static let usage = ExitCode(64)
    /// The database or the bus is out of reach (`EX_UNAVAILABLE`).
    package static let unavailable = ExitCode(69)
    /// The configuration is wrong (`EX_CONFIG`).
    package static let configuration = ExitCode(78)

    static func status(of error: any Error) -> ExitCode {
        switch error {
        case let error as any ErrorWithStatus: error.status
        case is SettingsError, is ExtractionError: configuration
        case let error as DatabaseError: error.status
        case let error as MigrationError where error.code == .missing: unavailable
        case let error as MigrationError where [.behind, .ahead].contains(error.code): configuration
        case let error as BusError: error.code == .invalidEndpoint ? configuration : unavailable
        default: failed
        }
    }

    static func explanation(of error: any Error) -> String {
        guard let error = error as? DatabaseError else { return "\(error)" }
        switch error.code {
        // Of a missing file, SQLite's own message tells what helps.
        case .missing where !error.message.contains("datanommer-create-db"):
            return "\(error.message); datanommer-create-db makes it"
        case .noSuchTable: return "\(error.message); datanommer-migrate upgrade brings the schema up to date"
        default: return error.message
        }
    }
}

extension DatabaseError {
    fileprivate var status: ExitCode {
        switch code {
        case .unreachable, .refusedLogin, .missing, .busy, .readOnly: CommandFailure.unavailable
        default: CommandFailure.failed
        }
    }
}
