// SPDX-License-Identifier: Apache-2.0

internal import DatanommerModels
internal import Settings

/// What the settings say of partitions and of old messages.
struct HousekeepingRules: Hashable, Sendable {
    /// How much time one partition holds.
    let interval: PartitionInterval
    /// How many partitions are there before their time has come.
    let ahead: Int
    /// How long messages are kept; nil: for ever.
    let keep: Duration?
    /// What becomes of a partition that is older.
    let action: RetentionAction
    /// How often it is looked.
    let every: Duration

    init(_ settings: Settings) {
        interval = PartitionInterval(settings.partitions.interval)
        ahead = settings.partitions.ahead
        keep = settings.retention.keep
        action = settings.retention.action == .drop ? .drop : .detach
        every = settings.retention.every
    }
}

extension PartitionInterval {
    fileprivate init(_ interval: Settings.Partitions.Interval) {
        self =
            switch interval {
            case .day: .day
            case .week: .week
            case .month: .month
            case .year: .year
            }
    }
}
