// SPDX-License-Identifier: Apache-2.0

internal import Bus
internal import DatanommerModels
internal import JSONText

/// What a received batch means: messages in order, and what is no message.
struct DecodedBatch: Sendable {
    private(set) var messages: [Message] = []
    private(set) var setAside: [SetAside] = []
    /// The numbers that publishers gave their messages just now.
    private(set) var spoken: [SpokenNumber] = []

    private init(undecodable: [UndecodableFrames]) {
        setAside = undecodable.map(SetAside.init)
    }

    private init(_ envelopes: ArraySlice<Envelope>, _ decoder: MessageDecoder, _ wanted: TopicPrefixes) {
        messages.reserveCapacity(envelopes.count)
        for envelope in envelopes {
            if envelope.origin == nil || wanted.take(envelope.topic) {
                decode(envelope, decoder)
            } else {
                note(envelope, msgID: nil)
            }
        }
    }

    private mutating func decode(_ envelope: Envelope, _ decoder: MessageDecoder) {
        do throws(SetAside) {
            let message = try decoder.message(envelope)
            messages.append(message)
            note(envelope, msgID: message.msgID)
        } catch {
            setAside.append(error)
            // Whoever could not sign a message is not believed its number either.
            if !error.reason.isOfSignature { note(envelope, msgID: nil) }
        }
    }

    /// What a replay endpoint says is an answer, and tells nothing of where the publisher is.
    private mutating func note(_ envelope: Envelope, msgID: String?) {
        guard let origin = envelope.origin, !origin.isReplayed,
            let number = (try? JSONText(validating: envelope.body))?["seq_id"]?.integer
        else { return }
        spoken.append(
            SpokenNumber(
                publisher: origin.publisher, number: number, msgID: msgID,
                receivedAt: Timestamp(microseconds: envelope.receivedAt)))
    }

    /// How many messages carry no time of their own.
    var withoutTime: Int { messages.count { !$0.timestampWasSaid } }
}

extension DecodedBatch {
    /// Fewer messages are not worth another task: a message takes some microseconds, twenty more with its signature.
    private static let partLimit = 64

    /// Decodes a batch on all cores.
    ///
    /// - Parameters:
    ///   - wanted: the topics that are stored, of a publisher of whom every topic is heard.
    ///   - executor: where the work is done; a check of a signature may block as long as a program takes.
    static func decoding(
        _ batch: ReceivedBatch, decoder: MessageDecoder, wanted: TopicPrefixes, on executor: any TaskExecutor
    ) async -> DecodedBatch {
        let envelopes = batch.envelopes
        let parts = stride(from: 0, to: envelopes.count, by: partLimit).map { start in
            envelopes[start..<min(start + partLimit, envelopes.count)]
        }
        return await withTaskGroup(of: (Int, DecodedBatch).self) { group in
            for (place, part) in parts.enumerated() {
                group.addTask(executorPreference: executor) { (place, DecodedBatch(part, decoder, wanted)) }
            }
            var decoded = [DecodedBatch?](repeating: nil, count: parts.count)
            for await (place, part) in group { decoded[place] = part }
            var whole = DecodedBatch(undecodable: batch.undecodable)
            for part in decoded.compactMap({ $0 }) {
                whole.messages += part.messages
                whole.setAside += part.setAside
                whole.spoken += part.spoken
            }
            return whole
        }
    }
}

extension MessageDecoder {
    /// The message that an envelope is, on whichever bus it was said.
    fileprivate func message(_ envelope: Envelope) throws(SetAside) -> Message {
        let receivedAt = Timestamp(microseconds: envelope.receivedAt)
        return switch envelope.bus {
        case .fedmsg: try message(topic: envelope.topic, body: envelope.body, receivedAt: receivedAt)
        case .salt: try message(saltTag: envelope.topic, payload: envelope.body, receivedAt: receivedAt)
        }
    }
}

extension SetAside {
    /// Frames that are no envelope; all but the first stand behind one another as the body.
    init(_ frames: UndecodableFrames) {
        let reason: Reason =
            switch frames.reason {
            case .framing: .frames
            case .saltFraming: .saltFrames
            case .tooLarge: .tooLarge
            }
        self.init(
            reason, detail: "\(frames)",
            topic: frames.frames.first ?? [], body: Array(frames.frames.dropFirst().joined()),
            receivedAt: Timestamp(microseconds: frames.receivedAt))
    }
}
