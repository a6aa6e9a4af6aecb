// SPDX-License-Identifier: Apache-2.0

internal import Bus
internal import DatanommerModels

/// What a received batch means: messages in order, and what is no message.
struct DecodedBatch: Sendable {
    private(set) var messages: [Message] = []
    private(set) var setAside: [SetAside] = []

    init(_ batch: ReceivedBatch, decoder: MessageDecoder) {
        messages.reserveCapacity(batch.envelopes.count)
        setAside = batch.undecodable.map(SetAside.init)
        for envelope in batch.envelopes {
            do throws(SetAside) {
                messages.append(
                    try decoder.message(
                        topic: envelope.topic, body: envelope.body,
                        receivedAt: Timestamp(microseconds: envelope.receivedAt)))
            } catch {
                setAside.append(error)
            }
        }
    }

    /// How many messages carry no time of their own.
    var withoutTime: Int { messages.count { !$0.timestampWasSaid } }
}

extension SetAside {
    /// Frames that are no envelope; all but the first stand behind one another as the body.
    init(_ frames: UndecodableFrames) {
        self.init(
            frames.reason == .tooLarge ? .tooLarge : .frames, detail: "\(frames)",
            topic: frames.frames.first ?? [], body: Array(frames.frames.dropFirst().joined()),
            receivedAt: Timestamp(microseconds: frames.receivedAt))
    }
}
