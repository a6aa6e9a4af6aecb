// SPDX-License-Identifier: Apache-2.0

/// Which endpoints are connected, and what is worth telling of what happens to them; pure.
///
/// An outage is told once, however often the connection is tried again. libzmq speaks of an endpoint by the name it was
/// given until the first connection, and by the numeric address of that name later: such an address is taken for the
/// one named endpoint with its port, and stands for itself if several have that port.
struct EndpointWatch {
    /// What the socket reported.
    enum Happening { case connected, disconnected, retried, refused }
    /// What to tell: `lost` and `refused` of a peer that was or is there, `unreachable` of one never seen.
    enum Change { case connected, lost, unreachable, refused }

    private enum State { case silent, connected, lost, unreachable, refused }

    private var endpoints: [Endpoint] = []
    private var states: [String: State] = [:]

    /// The endpoints that are connected now, sorted.
    var connected: [String] { states.filter { $0.value == .connected }.keys.sorted() }

    /// Watches these endpoints and forgets all others.
    mutating func watch(_ endpoints: [Endpoint]) {
        self.endpoints = endpoints
        states = states.filter { name(of: $0.key) != nil }
    }

    /// Takes note of what happened at the address that libzmq named; nil if there is nothing to tell.
    mutating func note(_ happening: Happening, at address: String) -> (endpoint: String, change: Change)? {
        guard let name = name(of: address) else { return nil }
        guard let (state, change) = Self.step(from: states[name] ?? .silent, on: happening) else { return nil }
        states[name] = state
        return (name, change)
    }

    private static func step(from state: State, on happening: Happening) -> (State, Change)? {
        switch (happening, state) {
        case (.connected, .connected): nil
        case (.connected, _): (.connected, .connected)
        case (.disconnected, .connected): (.lost, .lost)
        case (.retried, .silent): (.unreachable, .unreachable)
        case (.refused, .silent), (.refused, .lost), (.refused, .unreachable): (.refused, .refused)
        default: nil
        }
    }

    /// The endpoint that is meant by an address, or nil if it is none that is watched.
    private func name(of address: String) -> String? {
        if endpoints.contains(where: { $0.text == address }) { return address }
        guard let port = try? Endpoint(address, for: .connect).port else { return nil }
        let named = endpoints.filter { $0.isNamed && $0.port == port }
        return named.count == 1 ? named[0].text : named.isEmpty ? nil : address
    }
}
