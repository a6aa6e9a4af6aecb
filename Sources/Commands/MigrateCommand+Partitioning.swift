// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import DatanommerModels

extension PartitionInterval: ExpressibleByArgument {}

/// How `datanommer-migrate` divides the tables of an archive.
struct PartitioningOptions: ParsableArguments {
    /// Copied in a transaction unless told otherwise: half a second's work, during which nobody waits.
    private static let usualBatch = 5_000

    @Option(help: ArgumentHelp("partition: how much time a partition holds: day, week, month (the default) or year."))
    var interval: PartitionInterval?

    @Option(help: ArgumentHelp("partition: how many messages are copied in one transaction.", valueName: "N"))
    var batch: Int?

    @Flag(help: "partition, distribute: say what would be done, and do nothing.")
    var dryRun = false

    @Flag(help: "partition: give up what was broken off.")
    var abandon = false

    /// - Throws: `ValidationError` when an option belongs to another action.
    func check(goesWith action: MigrateCommand.Action) throws {
        if action != .partition, interval != nil || batch != nil || abandon {
            throw ValidationError("--interval, --batch and --abandon go with partition")
        }
        if dryRun, action != .partition, action != .distribute {
            throw ValidationError("--dry-run goes with partition and distribute")
        }
        if dryRun, abandon { throw ValidationError("--dry-run or --abandon?") }
        if let batch, batch < 1 { throw ValidationError("--batch is at least 1") }
    }

    /// Partitions the messages.
    func partition(_ archive: Archive) async throws {
        if abandon {
            return print(try await archive.abandonPartitioning() ? "given up" : "nothing was under way")
        }
        let plan = try await archive.partitioningPlan(interval ?? .month, now: .now)
        if dryRun { return print(plan.explanation) }
        if !plan.isEmpty { StandardError.write(plan.explanation) }
        let progress = Progress("messages copied")
        var hasWaited = false
        try await archive.partition(plan, batch: batch ?? Self.usualBatch) { copied in
            if copied > 0 { return progress.advance(by: copied) }
            if !hasWaited {
                StandardError.write("waiting for somebody who reads the messages (pg_stat_activity tells who)")
            }
            hasWaited = true
        }
        progress.finish()
        print("the messages lie in \(try await archive.partitions().count) partitions")
    }

    /// Spreads the messages over machines.
    func distribute(_ archive: Archive) async throws {
        let plan = try await archive.distributionPlan()
        if dryRun { return print(plan.explanation) }
        StandardError.write(plan.explanation)
        try await archive.distribute()
        print("the messages are distributed")
    }
}

extension PartitioningPlan {
    /// What is to be done, for the operator.
    fileprivate var explanation: String {
        let names = partitions.map(\.name).joined(separator: ", ")
        let room = "until the end that takes about \((bytes >> 20) + 1) MB of disk beside what there is"
        return switch work {
        case .conversion:
            "\(messages) messages are written anew into \(partitions.count) partitions; \(room): \(names)"
        case .resumption(let position):
            "what was broken off goes on behind position \(position), of \(messages) messages; \(room)"
        case .spreading where partitions.isEmpty: "nothing to do: the messages lie in partitions"
        case .spreading:
            "\(partitions.count) partitions are made, and take their messages with them; \(room): \(names)"
        }
    }
}

extension DistributionPlan {
    /// What is to be done, for the operator.
    fileprivate var explanation: String {
        "\(messages) messages and the ways to them are spread by msg_id over \(nodes.map { "\($0) " } ?? "")machines; names go to all of "
            + "them, counters stay here; nothing is stored meanwhile"
    }
}
