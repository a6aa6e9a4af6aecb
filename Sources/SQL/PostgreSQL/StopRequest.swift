// SPDX-License-Identifier: Apache-2.0

internal import CLibPQ
internal import Dispatch

/// The wish that a server stop the statement of a connection, on its way over a connection of its own.
///
/// libpq's call waits until the server has heard it, without a limit; a frozen server lets it wait for ever. So it runs on a
/// queue of its own, which nobody has to wait for.
final class StopRequest: Sendable {
    private let isHeard = DispatchSemaphore(value: 0)

    /// Sends it; nil when there is no connection to tell of.
    init?(of connection: OpaquePointer) {
        // Safe: the copy is made for this, and from here on the queue alone has it and frees it.
        nonisolated(unsafe) let cancel = PQgetCancel(connection)
        guard cancel != nil else { return nil }
        DispatchQueue(label: "datanommer.sql.stop").async { [isHeard] in
            var message = [CChar](repeating: 0, count: 256)
            // Not being heard is no error: this is asked again until the statement ends in one way or another.
            _ = PQcancel(cancel, &message, CInt(message.count))
            PQfreeCancel(cancel)
            isHeard.signal()
        }
    }

    /// Waits until it can no longer reach the server; false when it is still on its way after so many milliseconds.
    func isOver(within milliseconds: Int) -> Bool {
        guard isHeard.wait(timeout: .now() + .milliseconds(milliseconds)) == .success else { return false }
        // For the next one who asks.
        isHeard.signal()
        return true
    }
}
