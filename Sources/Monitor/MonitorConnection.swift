// SPDX-License-Identifier: Apache-2.0

internal import NIOCore
internal import NIOHTTP1

/// One connection: hears one request, answers it, and closes.
final class MonitorConnection: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private let limits: MonitorServer.Limits
    private let open: ConnectionCount
    private let answering: MonitorServer.Answering
    private var isCounted = false
    private var end: Scheduled<Void>?
    private var request: HTTPRequestHead?
    private var bodyBytes = 0
    private var hasAnswered = false

    init(_ limits: MonitorServer.Limits, _ open: ConnectionCount, _ answering: @escaping MonitorServer.Answering) {
        self.limits = limits
        self.open = open
        self.answering = answering
    }

    func channelActive(context: ChannelHandlerContext) {
        guard open.enter() else { return context.close(promise: nil) }
        isCounted = true
        let channel = context.channel
        // Whoever sends a byte now and then, or does not read, has no more time than others.
        end = context.eventLoop.scheduleTask(in: .init(limits.duration)) { channel.close(promise: nil) }
    }

    func channelInactive(context: ChannelHandlerContext) {
        end?.cancel()
        if isCounted { open.leave() }
        isCounted = false
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !hasAnswered else { return }
        switch unwrapInboundIn(data) {
        case .head(let head): request = head
        case .body(let bytes):
            bodyBytes += bytes.readableBytes
            if bodyBytes > limits.bytes { answer(.init(status: .payloadTooLarge), isHead: false, context) }
        case .end:
            guard let request else { return }
            answer(Response(to: request, answering), isHead: request.method == .HEAD, context)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    private func answer(_ response: Response, isHead: Bool, _ context: ChannelHandlerContext) {
        hasAnswered = true
        let head = HTTPResponseHead(version: .http1_1, status: response.status, headers: response.headers)
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        if !isHead {
            context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(string: response.body)))), promise: nil)
        }
        let channel = context.channel
        context.writeAndFlush(wrapOutboundOut(.end(nil))).whenComplete { _ in channel.close(promise: nil) }
    }
}

/// What is sent back; pure.
private struct Response {
    let status: HTTPResponseStatus
    var headers: HTTPHeaders
    let body: String

    init(status: HTTPResponseStatus, body: String? = nil, contentType: String = "text/plain; charset=utf-8") {
        self.status = status
        self.body = body ?? "\(status.code) \(status.reasonPhrase)\n"
        headers = [
            "Content-Type": contentType, "Content-Length": "\(self.body.utf8.count)", "Cache-Control": "no-store",
            "Connection": "close",
        ]
    }

    init(to request: HTTPRequestHead, _ answering: MonitorServer.Answering) {
        guard let path = request.uri.split(separator: "?", maxSplits: 1).first,
            let answer = answering(String(path))
        else {
            self.init(status: .notFound)
            return
        }
        guard request.method == .GET || request.method == .HEAD else {
            self.init(status: .methodNotAllowed)
            headers.add(name: "Allow", value: "GET, HEAD")
            return
        }
        self.init(
            status: answer.isWell ? .ok : .serviceUnavailable, body: answer.body, contentType: answer.contentType)
    }
}
