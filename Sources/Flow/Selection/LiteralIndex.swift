// SPDX-License-Identifier: Apache-2.0

/// Finds which of many texts stand anywhere in a name, in one walk whatever their number: a trie, tried from each byte.
struct LiteralIndex: Sendable {
    private struct Node {
        /// Its children, ordered by byte, are these edges.
        var edges: Range<Int>
        /// The texts that end here.
        var ending: [Int]
    }

    private var nodes: [Node] = []
    private var bytes: [UInt8] = []
    private var targets: [Int] = []

    /// An index of texts; each is known by its place in the list.
    init(_ literals: [[UInt8]]) {
        let order = literals.indices.sorted { literals[$0].lexicographicallyPrecedes(literals[$1]) }
        var open: [(members: ArraySlice<Int>, depth: Int)] = [(order[...], 0)]
        // Level by level, so that the children of a node lie side by side.
        while nodes.count < open.count {
            let (members, depth) = open[nodes.count]
            let ending = members.prefix { literals[$0].count == depth }
            addNode(ending: Array(ending), members.dropFirst(ending.count), literals, depth, &open)
        }
    }

    private mutating func addNode(
        ending: [Int], _ longer: ArraySlice<Int>, _ literals: [[UInt8]], _ depth: Int,
        _ open: inout [(members: ArraySlice<Int>, depth: Int)]
    ) {
        let first = bytes.count
        var rest = longer
        while let head = rest.first {
            let byte = literals[head][depth]
            let same = rest.prefix { literals[$0][depth] == byte }
            bytes.append(byte)
            targets.append(open.count)
            open.append((same, depth + 1))
            rest = rest.dropFirst(same.count)
        }
        nodes.append(Node(edges: first..<bytes.count, ending: ending))
    }

    /// The places of all texts that stand in a name, the empty ones among them, in order, each once.
    func found(in name: String) -> [Int] {
        var name = name
        var found = nodes[0].ending
        name.withUTF8 { text in
            for start in text.indices { collect(text[start...], into: &found) }
        }
        found.sort()
        return found.withoutRepetitions()
    }

    private func collect(_ text: Slice<UnsafeBufferPointer<UInt8>>, into found: inout [Int]) {
        var node = 0
        for byte in text {
            guard let next = child(of: node, byte) else { return }
            node = next
            if !nodes[node].ending.isEmpty { found += nodes[node].ending }
        }
    }

    /// The node behind an edge, found by halving: the first node may have 200 edges, most others have one.
    private func child(of node: Int, _ byte: UInt8) -> Int? {
        var edges = nodes[node].edges
        while edges.count > 1 {
            let middle = edges.lowerBound + edges.count / 2
            edges = bytes[middle] <= byte ? middle..<edges.upperBound : edges.lowerBound..<middle
        }
        guard let edge = edges.first, bytes[edge] == byte else { return nil }
        return targets[edge]
    }
}

extension [Int] {
    /// Each number once, of numbers in order.
    fileprivate func withoutRepetitions() -> [Int] {
        var numbers: [Int] = []
        for number in self where number != numbers.last { numbers.append(number) }
        return numbers
    }
}
