// SPDX-License-Identifier: Apache-2.0

package import Flow
internal import JSONText
internal import SQL

/// Writes numbers of records to Graphite's carbon, by its plaintext protocol over TCP: a line of name, value and second.
///
/// A record may have several metrics. One whose value is missing is left out, unless all are. Graphite has one value a name
/// and second: a batch that comes again changes nothing.
package struct GraphiteBackend: Backend {
    /// A number of a record, and its name in Graphite.
    package struct Metric: Hashable, Sendable {
        /// The name, its steps separated by full stops: `salt.{msg.id|name}.load.1m`.
        package let name: TextTemplate
        /// The value: `{msg.1m}`.
        package let value: TextTemplate

        /// A metric.
        package init(name: TextTemplate, value: TextTemplate) {
            self.name = name
            self.value = value
        }
    }

    private let delivery: LineDelivery
    private let metrics: [Metric]

    /// A server and what it is told of each record.
    ///
    /// - Parameters:
    ///   - host: its name or address.
    ///   - port: of the plaintext receiver, usually 2003.
    ///   - metrics: at least one.
    ///   - limit: how long connecting may take, and reading a batch.
    package init(host: String, port: Int = 2003, metrics: [Metric], limit: Duration = .seconds(30)) {
        delivery = LineDelivery(host: host, port: port, limit: limit)
        self.metrics = metrics
    }

    package func check() async throws(DeliveryError) {
        try await send([])
    }

    package func deliver(_ batch: [Record]) async throws(DeliveryError) {
        var refusals: [DeliveryError.Refusal] = []
        var lines: [UInt8] = []
        for record in batch {
            do throws(TemplateRefusal) {
                lines.append(contentsOf: try self.lines(of: record))
            } catch {
                refusals.append(DeliveryError.Refusal(position: record.position, reason: error.description))
            }
        }
        if !lines.isEmpty { try await send(lines) }
        try refusals.throwIfAny()
    }

    package func close() {}

    /// The lines of a record's metrics.
    ///
    /// - Throws: `TemplateRefusal` when there is none.
    func lines(of record: Record) throws(TemplateRefusal) -> [UInt8] {
        var lines: [UInt8] = []
        var missing: TemplateRefusal?
        for metric in metrics {
            do throws(TemplateRefusal) {
                lines.append(contentsOf: try line(metric, record))
            } catch {
                missing = missing ?? error
            }
        }
        if lines.isEmpty, let missing { throw missing }
        return lines
    }

    private func line(_ metric: Metric, _ record: Record) throws(TemplateRefusal) -> [UInt8] {
        let name = try metric.name.filled(from: record)
        let value = try metric.value.filled(from: record)
        // A space or a line break in it would begin another value, or another metric.
        guard !name.isEmpty, name.allSatisfy({ $0 > UInt8(ascii: " ") && $0 != 0x7F }) else {
            throw TemplateRefusal("the name of a metric has spaces in it")
        }
        guard let number = Double(String(decoding: value, as: UTF8.self)), number.isFinite else {
            throw TemplateRefusal("the value of a metric is no number")
        }
        let second = record.time.microseconds / 1_000_000
        return name + Array(" \(JSONText.double(number).text) \(second)\n".utf8)
    }

    private func send(_ bytes: [UInt8]) async throws(DeliveryError) {
        do throws(LineDelivery.Failure) {
            try await delivery.send(bytes)
        } catch {
            throw .later("Graphite at \(delivery.host):\(delivery.port): \(error.words)")
        }
    }
}
