// SPDX-License-Identifier: Apache-2.0

import Bus
import DatanommerModels
import Foundation

/// Decoding on all cores, as the daemon does it.
enum AllCores {
    /// What envelopes are, in any order.
    static func decoded(_ envelopes: some RandomAccessCollection<Envelope> & Sendable, _ decoder: MessageDecoder) -> (
        messages: [Message], setAside: [SetAside]
    ) {
        let envelopes = Array(envelopes)
        let cores = ProcessInfo.processInfo.activeProcessorCount
        let parts = (0..<cores).map { _ in Part() }
        DispatchQueue.concurrentPerform(iterations: cores) { core in
            for place in stride(from: core, to: envelopes.count, by: cores) {
                do throws(SetAside) {
                    let one = envelopes[place]
                    parts[core].messages.append(
                        try decoder.message(topic: one.topic, body: one.body, receivedAt: .now))
                } catch {
                    parts[core].setAside.append(error)
                }
            }
        }
        return (parts.flatMap(\.messages), parts.flatMap(\.setAside))
    }

    /// What one core made; no other touches it.
    private final class Part: @unchecked Sendable {
        var messages: [Message] = []
        var setAside: [SetAside] = []
    }
}
