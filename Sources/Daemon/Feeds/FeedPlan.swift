// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Backends
internal import Commands
internal import DatanommerModels
internal import Flow
internal import Logging
internal import SQL
internal import Settings

/// What the settings make of a feed, checked as far as it can be without the world.
struct FeedPlan: Sendable {
    let settings: Settings.Feed
    let selection: Selection
    let start: FeedPlace
    /// Makes the backend, which touches nothing before its first work.
    let backend: @Sendable (Logger) -> any Backend

    var name: String { settings.name }

    var cadence: Cadence {
        let batch = settings.batch
        return settings.prio ? .prio : Cadence(limit: batch.limit, within: batch.within, bytes: batch.bytes)
    }

    /// - Parameter archive: the archive's database, for backends that write into it.
    /// - Throws: `FeedError`.
    init(_ settings: Settings.Feed, archive: DatabaseURL) throws(FeedError) {
        self.settings = settings
        start = try Self.start(settings)
        do {
            selection = try Selection(settings.select)
        } catch {
            throw FeedError(settings, "select: \(error)")
        }
        let (name, makesOne) = (settings.name, settings.backend)
        do {
            _ = try makesOne.makeBackend(feed: name, archive: archive, logger: Logger(label: "datanommer"))
        } catch {
            throw FeedError(settings, "to: \(error)")
        }
        backend = { logger in
            // It was made once, but a key or a certificate can be gone by now.
            do {
                return try makesOne.makeBackend(feed: name, archive: archive, logger: logger)
            } catch {
                return UnmadeBackend(reason: "\(error)")
            }
        }
    }

    /// Whether another plan is the same, so that the feed goes on.
    func isLike(_ other: FeedPlan?) -> Bool { settings == other?.settings }

    private static func start(_ settings: Settings.Feed) throws(FeedError) -> FeedPlace {
        switch settings.start {
        case "now": return .now
        case "beginning": return .beginning
        default:
            if let time = Timestamp(text: settings.start) { return .time(time) }
            throw FeedError(settings, "start wants now, beginning, or a time such as 2026-11-21T03:12:00Z")
        }
    }
}

/// A feed that cannot be as it is configured.
struct FeedError: ErrorWithStatus, Hashable, Sendable, CustomStringConvertible {
    let description: String

    var status: ExitCode { CommandFailure.configuration }

    init(_ settings: Settings.Feed, _ reason: String) {
        let place = settings.line.description
        description = (place.isEmpty ? "" : place + ": ") + "feeds.\(settings.name).\(reason)"
    }
}

extension Selection {
    /// What the settings say.
    ///
    /// - Throws: `SelectionError`.
    init(_ settings: Settings.Feed.Selection) throws(SelectionError) {
        self.init(
            name: try settings.tag.map { tag throws(SelectionError) in try Pattern(tag, whole: settings.whole) },
            conditions: try Condition.others(settings))
    }
}

extension Condition {
    /// What the settings say of anything but the name.
    fileprivate static func others(_ settings: Settings.Feed.Selection) throws(SelectionError) -> [Condition] {
        var conditions: [Condition] = []
        if let fun = settings.fun { conditions.append(.function(try Pattern(fun))) }
        for condition in settings.conditions { conditions.append(try Condition(condition)) }
        for part in settings.all { conditions.append(try whole(part)) }
        for part in settings.not { conditions.append(.not(try whole(part))) }
        if !settings.any.isEmpty {
            var parts: [Condition] = []
            for part in settings.any { parts.append(try whole(part)) }
            conditions.append(.any(parts))
        }
        return conditions
    }

    private static func whole(_ settings: Settings.Feed.Selection) throws(SelectionError) -> Condition {
        let name = try settings.tag.map { tag throws(SelectionError) in try Pattern(tag, whole: settings.whole) }
        return .all((name.map { [.name($0)] } ?? []) + (try others(settings)))
    }

    private init(_ settings: Settings.Feed.Selection.Condition) throws(SelectionError) {
        let path = [try FieldPath(settings.path)]
        switch settings.test {
        case .exists(let wanted): self = wanted ? .field(path, .exists) : .not(.field(path, .exists))
        case .among(let texts): self = .field(path, .isAmong(Scalar.spelled(texts)))
        case .notAmong(let texts): self = .not(.field(path, .isAmong(Scalar.spelled(texts))))
        case .matches(let pattern): self = .field(path, .matches(try Pattern(pattern)))
        case .less(let limit): self = .field(path, .less(than: Double(limit)))
        case .greater(let limit): self = .field(path, .greater(than: Double(limit)))
        }
    }
}

extension Scalar {
    /// What texts of a file may mean: the texts themselves, and the number, truth value or null that is spelled so.
    fileprivate static func spelled(_ texts: [String]) -> Set<Scalar> {
        var scalars: Set<Scalar> = []
        for text in texts {
            scalars.insert(.text(text))
            if let number = Double(text) { scalars.insert(.number(number)) }
            if let number = Int64(text) { scalars.insert(.integer(number)) }
            if let truth = Bool(text) { scalars.insert(.boolean(truth)) }
            if text == "null" { scalars.insert(.null) }
        }
        return scalars
    }
}
