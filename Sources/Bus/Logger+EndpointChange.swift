// SPDX-License-Identifier: Apache-2.0

import Logging

extension Logger {
    /// Tells what happened to an endpoint.
    func log(_ change: EndpointWatch.Change, _ metadata: Logger.Metadata) {
        switch change {
        case .connected: info("endpoint connected", metadata: metadata)
        case .lost: info("endpoint lost", metadata: metadata)
        case .unreachable: warning("endpoint unreachable", metadata: metadata)
        case .refused: warning("endpoint is no publisher", metadata: metadata)
        }
    }
}
