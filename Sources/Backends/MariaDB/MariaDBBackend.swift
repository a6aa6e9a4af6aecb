// SPDX-License-Identifier: Apache-2.0

internal import Executors
package import Flow
internal import SQL

/// Rows in a table of MariaDB's or MySQL's, one statement a record, one transaction a batch.
///
/// MariaDB gets a batch as arrays of values, in one exchange; MySQL row by row. A batch that comes again is stored again,
/// unless the statement says what then (`ON DUPLICATE KEY UPDATE`).
///
/// The library's calls block, and run on the backend's own queue.
package actor MariaDBBackend: Backend {
    private let executor = QueueExecutor(label: "datanommer.backends.mariadb")
    private let address: MariaDBAddress
    private let template: SQLTemplate
    private var connection: MariaDBConnection?
    private var isClosed = false

    /// A backend that connects when it is first used, and again after an error.
    ///
    /// - Parameter template: Spelled for `.mariadb`.
    package init(_ address: MariaDBAddress, template: SQLTemplate) {
        self.address = address
        self.template = template
    }

    package nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    package func check() async throws(DeliveryError) {
        try connected { (_: MariaDBConnection) throws(MariaDBError) in }
    }

    package func deliver(_ batch: [Record]) async throws(DeliveryError) {
        var templated = TemplatedBatch(batch, template)
        let rows = templated.entries.map { $0.row.values.map(\.mariaDBText) }
        let runs = templated.runs.map { (statement: templated.entries[$0.lowerBound].row.statement, rows: rows[$0]) }
        if !runs.isEmpty {
            let refused = try connected { connection throws(MariaDBError) in try connection.store(runs) }
            for (index, error) in refused.sorted(by: { $0.key > $1.key }) {
                templated.refuse(index, error.description)
            }
        }
        try templated.throwRefusals()
    }

    package func close() async {
        isClosed = true
        connection = nil
    }

    /// After any error the connection is another one: what state it is in, nobody knows.
    private func connected<R>(
        _ body: (MariaDBConnection) throws(MariaDBError) -> R
    ) throws(DeliveryError) -> R {
        guard !isClosed else { throw .later("the backend is closed") }
        do throws(MariaDBError) {
            let connection = try opened()
            try connection.prepare(template.statements, parameters: template.parameterCount)
            return try body(connection)
        } catch {
            connection = nil
            throw .later(error.description)
        }
    }

    private func opened() throws(MariaDBError) -> MariaDBConnection {
        if let connection { return connection }
        let opened = try MariaDBConnection(address)
        connection = opened
        return opened
    }
}

extension BoundValue {
    /// The value as the server reads it from text: true is 1, a moment without its zone.
    fileprivate var mariaDBText: String? {
        switch self {
        case .null: nil
        case .boolean(let value): value ? "1" : "0"
        case .timestamp(let time): String(time.description.dropLast().map { $0 == "T" ? " " : $0 })
        case .integer, .number, .text: text
        }
    }
}
