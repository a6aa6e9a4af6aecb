// SPDX-License-Identifier: Apache-2.0

internal import Foundation
internal import NIOCore
internal import NIOHTTP1
internal import NIOPosix

/// Answers questions about the daemon by HTTP, on a thread of its own.
///
/// A connection has one question and a few seconds. What is too long is refused, so that memory stays small whoever asks:
/// see ``Limits``.
package final class MonitorServer: Sendable {
    /// How much is taken from who asks.
    package struct Limits: Hashable, Sendable {
        /// How long a connection may last, from its beginning to the last byte of the answer.
        package var duration = Duration.seconds(10)
        /// How many connections there may be at once; the next ones are closed unheard.
        package var connections = 32
        /// How many bytes of headers are read, in all, and of a body.
        package var bytes = 16 << 10
        /// How many headers are read.
        package var headers = 64

        /// The usual ones.
        package init() {}
    }

    /// Answers a question, by its path; nil for a path that is none. Must not wait.
    package typealias Answering = @Sendable (_ path: String) -> MonitorAnswer?

    /// Where it can be asked; with the port that was free.
    package let address: MonitorAddress
    private let group: MultiThreadedEventLoopGroup
    private let channel: any Channel

    /// Listens, and answers from now on.
    ///
    /// - Throws: ``MonitorError/Code/unavailable``.
    package init(_ address: MonitorAddress, limits: Limits = Limits(), answering: @escaping Answering) async throws {
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        do {
            if case .unix(let path) = address { try await Self.makeSureThatNobodyListens(path, group) }
            channel = try await Self.listen(address, group, limits, answering)
        } catch {
            try? await group.shutdownGracefully()
            // Of the system's errors the text alone; NIO puts its own function's name before it.
            let reason = (error as? IOError).map { String(cString: strerror($0.errnoCode)) } ?? "\(error)"
            throw MonitorError(.unavailable, "cannot be asked at \(address): \(reason); name another address")
        }
        self.group = group
        self.address = address.with(port: channel.localAddress?.port)
    }

    /// Answers no more; returns when the thread has ended.
    package func stop() async {
        // The rest of the connections go with the thread.
        try? await channel.close()
        try? await group.shutdownGracefully()
    }

    private static func listen(
        _ address: MonitorAddress, _ group: MultiThreadedEventLoopGroup, _ limits: Limits,
        _ answering: @escaping Answering
    ) async throws -> any Channel {
        let open = ConnectionCount(limit: limits.connections)
        let bootstrap = ServerBootstrap(group: group)
            .serverChannelOption(ChannelOptions.socketOption(.so_reuseaddr), value: 1)
            .serverChannelOption(ChannelOptions.backlog, value: 64)
            .serverChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(AcceptBackoffHandler())
                }
            }
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandlers(
                        handlers(limits, MonitorConnection(limits, open, answering)))
                }
            }
        switch address {
        case .host(let host, let port): return try await bootstrap.bind(host: host, port: port).get()
        case .unix(let path):
            return
                try await bootstrap.bind(unixDomainSocketPath: path, cleanupExistingSocketFile: true).get()
        }
    }

    private static func handlers(_ limits: Limits, _ connection: MonitorConnection) -> [any ChannelHandler] {
        var parsing = NIOHTTPDecoderLimitConfiguration()
        parsing.maxHeaderFieldSize = limits.bytes
        parsing.maxHeaderListSize = limits.bytes
        parsing.maxHeaderFieldCount = limits.headers
        let decoder = HTTPRequestDecoder(leftOverBytesStrategy: .dropBytes, limitConfiguration: parsing)
        // Headers and a body of the greatest length, and what stands between them.
        return [
            ByteBudget(bytes: 4 * limits.bytes), HTTPResponseEncoder(), ByteToMessageHandler(decoder),
            HTTPServerProtocolErrorHandler(), connection,
        ]
    }

    /// The socket of a process that is gone is removed when another one is bound; one where somebody answers must stay.
    private static func makeSureThatNobodyListens(_ path: String, _ group: MultiThreadedEventLoopGroup) async throws {
        guard let neighbour = try? await ClientBootstrap(group: group).connect(unixDomainSocketPath: path).get() else {
            return
        }
        try? await neighbour.close()
        throw AddressTaken()
    }
}

/// Somebody answers there already.
private struct AddressTaken: Error, CustomStringConvertible {
    let description = "another process listens there"
}

extension MonitorAddress {
    fileprivate func with(port: Int?) -> MonitorAddress {
        guard case .host(let host, _) = self, let port else { return self }
        return .host(host, port: port)
    }
}
