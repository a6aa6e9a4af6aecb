// SPDX-License-Identifier: Apache-2.0

/// The objects and arrays around a place in the text, one bit each, so that nesting costs no call stack.
///
/// The innermost levels are in one word; an array is allocated only for texts deeper than that.
struct OpenContainers {
    private(set) var depth = 0
    private var innermost: UInt64 = 0
    private var outer: [UInt64] = []

    var isEmpty: Bool { depth == 0 }

    /// Whether the innermost is an object; meaningless when there is none.
    var innermostIsObject: Bool { innermost & 1 == 1 }

    mutating func push(isObject: Bool) {
        if depth > 0, depth % UInt64.bitWidth == 0 { outer.append(innermost) }
        innermost = innermost << 1 | (isObject ? 1 : 0)
        depth += 1
    }

    /// Leaves the innermost; there must be one.
    mutating func pop() {
        depth -= 1
        innermost >>= 1
        if depth > 0, depth % UInt64.bitWidth == 0, let word = outer.popLast() { innermost = word }
    }
}
