// SPDX-License-Identifier: Apache-2.0

internal import Bus
internal import Logging
internal import Settings

/// The sockets that listen: one of its own for each publisher that can be asked again, one for all others, and one thread
/// for Salt's masters.
///
/// One socket over several publishers cannot tell who spoke. A publisher that numbers its messages is heard whole, all
/// topics: the numbers of those that are not wanted are wanted.
final class Listeners: Sendable {
    /// A socket, and whom it hears; nil when that is not known.
    struct Ear: Sendable {
        let source: any BatchSource
        let origin: Origin?
    }

    /// All of them, each with a reader of its own.
    let ears: [Ear]
    private let shared: Subscriber
    private let own: [(subscriber: Subscriber, publisher: String)]
    private let salt: SaltSubscriber

    /// - Parameter onChange: told when an endpoint is connected or lost; must not block.
    init(_ settings: Settings, logger: Logger, onChange: @escaping @Sendable (ConnectionChange) -> Void) {
        let followed = settings.bus.followed.map(\.endpoint)
        var shared = SubscriberSettings(settings)
        shared.endpoints = settings.bus.endpoints.filter { !followed.contains($0) }
        own = followed.map { endpoint in
            var settings = SubscriberSettings(settings)
            settings.endpoints = [endpoint]
            settings.prefixes = [""]
            return (Subscriber(settings, logger: logger, onChange: onChange), endpoint)
        }
        var masters = SubscriberSettings(settings)
        masters.endpoints = settings.bus.salt
        self.shared = Subscriber(shared, logger: logger, onChange: onChange)
        salt = SaltSubscriber(masters, logger: logger)
        ears =
            [Ear(source: self.shared, origin: nil), Ear(source: salt, origin: nil)]
            + own.map { Ear(source: $0.subscriber, origin: Origin(publisher: $0.publisher)) }
    }

    /// Opens all sockets.
    ///
    /// - Throws: `BusError`.
    func start() throws(BusError) {
        for ear in ears { try ear.source.start() }
    }

    /// Stops reading; see `Subscriber.stop()`.
    func stop() {
        for ear in ears { ear.source.stop() }
    }

    /// What all sockets together have done.
    var counts: ReceiveCounts {
        ears.map(\.source.counts).reduce(ReceiveCounts(), +)
    }

    /// How many publishers are connected.
    var connectedEndpoints: Int { ears.reduce(0) { $0 + $1.source.connectedEndpoints.count } }

    /// Listens elsewhere or to other topics. Who has a socket of its own keeps it, and it is silent while its publisher is
    /// not named.
    ///
    /// - Throws: `BusError`, and then nothing is changed.
    func change(_ bus: Settings.Bus) throws(BusError) {
        let publishers = own.map(\.publisher)
        try SaltSubscriber.check(endpoints: bus.salt)
        // The last one that may find a mistake: the others got through at the start.
        try shared.change(endpoints: bus.endpoints.filter { !publishers.contains($0) }, prefixes: bus.prefixes)
        try salt.change(endpoints: bus.salt)
        for (subscriber, publisher) in own {
            try subscriber.change(endpoints: bus.endpoints.contains(publisher) ? [publisher] : [])
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
