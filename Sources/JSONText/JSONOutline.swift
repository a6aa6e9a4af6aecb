// SPDX-License-Identifier: Apache-2.0

/// Where each value and name of a well-formed text stands, in order, each container before what it holds.
struct JSONOutline {
    /// A value, or the name of a member.
    struct Node {
        /// Its bytes; of a container only the opening bracket.
        var token: Range<Int>
        /// The node after it and all that is in it.
        var next: Int
    }

    private(set) var nodes: [Node] = []

    init(of bytes: UnsafeRawBufferPointer) {
        nodes.reserveCapacity(bytes.count / 16)
        var walker = JSONWalker(bytes)
        var open: [Int] = []
        while let token = walker.nextToken() {
            switch bytes[token.lowerBound] {
            case .comma, .colon: continue
            case .closeBrace, .closeBracket:
                if let container = open.popLast() { nodes[container].next = nodes.count }
            case let first:
                if first == .openBrace || first == .openBracket { open.append(nodes.count) }
                nodes.append(Node(token: token, next: nodes.count + 1))
            }
        }
    }

    /// The elements of a container; of an object names and values in turn.
    func children(of container: Int) -> [Int] {
        var children: [Int] = []
        var child = container + 1
        while child < nodes[container].next {
            children.append(child)
            child = nodes[child].next
        }
        return children
    }
}
