// SPDX-License-Identifier: Apache-2.0

/// Where a subscriber listens and to what: checked, and each named once.
struct Listening: Hashable, Sendable {
    /// The publishers to connect to, in the order given.
    var endpoints: [Endpoint] = []
    /// The beginnings of topics, in the order given.
    var prefixes: [String] = []

    /// Nowhere, to nothing.
    init() {}

    /// Checks both lists; throws ``BusError/Code/invalidEndpoint`` or ``BusError/Code/invalidSetting``.
    init(endpoints: [String], prefixes: [String]) throws(BusError) {
        guard !prefixes.isEmpty else {
            throw BusError(.invalidSetting, "no topic prefix is given; \"\" receives everything")
        }
        for text in endpoints {
            let endpoint = try Endpoint(text, for: .connect)
            if !self.endpoints.contains(endpoint) { self.endpoints.append(endpoint) }
        }
        for prefix in prefixes where !self.prefixes.contains(prefix) { self.prefixes.append(prefix) }
    }
}
