// SPDX-License-Identifier: Apache-2.0

internal import NIOCore

/// Closes a connection that says more than any request has: a parser passes over empty lines for ever.
final class ByteBudget: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer

    private var left: Int

    /// - Parameter bytes: how many may be said.
    init(bytes: Int) {
        left = bytes
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        left -= unwrapInboundIn(data).readableBytes
        if left < 0 { context.close(promise: nil) } else { context.fireChannelRead(data) }
    }
}
