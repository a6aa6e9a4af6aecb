// SPDX-License-Identifier: Apache-2.0

internal import Bus
internal import Logging
internal import Settings

/// The sockets that listen: one of its own for each publisher that can be asked again, and one for all others.
///
/// One socket over several publishers cannot tell who spoke. A publisher that numbers its messages is heard whole, all
/// topics: the numbers of those that are not wanted are wanted.
final class Listeners: Sendable {
    /// A socket, and whom it hears; nil when that is not known.
    struct Ear: Sendable {
        let subscriber: Subscriber
        let origin: Origin?
    }

    /// All sockets, at least one.
    let ears: [Ear]

    /// - Parameter onChange: told when an endpoint is connected or lost; must not block.
    init(_ settings: Settings, logger: Logger, onChange: @escaping @Sendable (ConnectionChange) -> Void) {
        let followed = settings.bus.followed.map(\.endpoint)
        var shared = SubscriberSettings(settings)
        shared.endpoints = settings.bus.endpoints.filter { !followed.contains($0) }
        let own = followed.map { endpoint in
            var settings = SubscriberSettings(settings)
            settings.endpoints = [endpoint]
            settings.prefixes = [""]
            return Ear(
                subscriber: Subscriber(settings, logger: logger, onChange: onChange),
                origin: Origin(publisher: endpoint))
        }
        ears = [Ear(subscriber: Subscriber(shared, logger: logger, onChange: onChange), origin: nil)] + own
    }

    /// Opens all sockets.
    ///
    /// - Throws: `BusError`.
    func start() throws(BusError) {
        for ear in ears { try ear.subscriber.start() }
    }

    /// Stops reading; see `Subscriber.stop()`.
    func stop() {
        for ear in ears { ear.subscriber.stop() }
    }

    /// What all sockets together have done.
    var counts: ReceiveCounts {
        ears.map(\.subscriber.counts).reduce(ReceiveCounts(), +)
    }

    /// How many publishers are connected.
    var connectedEndpoints: Int { ears.reduce(0) { $0 + $1.subscriber.connectedEndpoints.count } }

    /// Listens elsewhere or to other topics. Who has a socket of its own keeps it, and it is silent while its publisher is
    /// not named.
    ///
    /// - Throws: `BusError`, and then nothing is changed.
    func change(_ bus: Settings.Bus) throws(BusError) {
        let own = ears.compactMap(\.origin?.publisher)
        // The only one that may find a mistake: the others got through at the start.
        try ears[0].subscriber.change(
            endpoints: bus.endpoints.filter { !own.contains($0) }, prefixes: bus.prefixes)
        for ear in ears {
            guard let publisher = ear.origin?.publisher else { continue }
            try ear.subscriber.change(endpoints: bus.endpoints.contains(publisher) ? [publisher] : [])
        }
    }
}

extension Settings.Bus {
    /// The publishers that are listened to and can be asked again, each once.
    var followed: [Settings.Replay] {
        replay.enumerated().filter { index, replay in
            endpoints.contains(replay.endpoint) && !self.replay[..<index].contains { $0.endpoint == replay.endpoint }
        }.map(\.element)
    }
}
