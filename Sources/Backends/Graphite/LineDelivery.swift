// SPDX-License-Identifier: Apache-2.0

internal import NIOCore
internal import NIOPosix

/// Hands bytes to a server that reads to the end of a connection and then closes it, such as carbon's plaintext receiver.
///
/// The protocol knows no answer. But we close our half behind the last byte, and a server closes its own when it has read
/// that far: that is the sign that it has everything. A server that dies before breaks the connection instead.
struct LineDelivery: Sendable {
    let host: String
    let port: Int
    /// For connecting, and for the server's reading.
    let limit: Duration

    /// Why it is not known whether a server has everything.
    enum Failure: Error {
        case connecting(any Error)
        case lost
        case timedOut
    }

    /// Sends all, and returns when the server has read it.
    func send(_ bytes: [UInt8]) async throws(Failure) {
        let channel = try await connected()
        let end = channel.eventLoop.makePromise(of: Void.self)
        do {
            try await channel.pipeline.addHandler(EndOfReading(end)).get()
            let clock = channel.eventLoop.scheduleTask(in: .nanoseconds(Int64(limit / .nanoseconds(1)))) {
                end.fail(Failure.timedOut)
                channel.close(promise: nil)
            }
            defer { clock.cancel() }
            if !bytes.isEmpty { try await channel.writeAndFlush(ByteBuffer(bytes: bytes)) }
            try await channel.close(mode: .output)
            try await end.futureResult.get()
        } catch {
            channel.close(promise: nil)
            // The promise must be kept, whichever step failed; what failed first counts.
            end.fail(error)
            throw await reason(of: end.futureResult)
        }
    }

    private func connected() async throws(Failure) -> any Channel {
        do {
            return try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
                .connectTimeout(.nanoseconds(Int64(limit / .nanoseconds(1))))
                .connect(host: host, port: port).get()
        } catch {
            throw .connecting(error)
        }
    }

    private func reason(of end: EventLoopFuture<Void>) async -> Failure {
        do {
            try await end.get()
            return .lost
        } catch {
            return error as? Failure ?? .lost
        }
    }
}

/// Notes how a connection ends: by the server's closing it in order, or otherwise.
private final class EndOfReading: ChannelInboundHandler, Sendable {
    typealias InboundIn = ByteBuffer

    private let end: EventLoopPromise<Void>

    init(_ end: EventLoopPromise<Void>) {
        self.end = end
    }

    func channelRead(context _: ChannelHandlerContext, data _: NIOAny) {
        // It has nothing to say that would matter.
    }

    func errorCaught(context: ChannelHandlerContext, error _: any Error) {
        end.fail(LineDelivery.Failure.lost)
        context.close(promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) {
        end.succeed()
        context.fireChannelInactive()
    }
}
