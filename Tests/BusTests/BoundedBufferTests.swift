// SPDX-License-Identifier: Apache-2.0

import Glibc
import Synchronization
import Testing

@testable import Bus

@Suite(.timeLimit(.minutes(1))) struct `The buffer between thread and reader` {
    @Test func `hands elements over in order and ends after the last`() async {
        let buffer = BoundedBuffer<Int>(capacity: 3) {}
        for element in 1...100 { buffer.put(element) }
        buffer.finish()
        var elements: [Int] = []
        while let element = await buffer.next() { elements.append(element) }
        #expect(elements == Array(1...100))
        #expect(await buffer.next() == nil)
    }

    @Test func `says when it is full, and once when it has room again`() async {
        let calls = Atomic(0)
        let buffer = BoundedBuffer<Int>(capacity: 2) { calls.add(1, ordering: .relaxed) }
        buffer.put(1)
        #expect(buffer.hasRoom())
        buffer.put(2)
        #expect(await buffer.next() == 1)
        #expect(calls.load(ordering: .relaxed) == 0, "nobody waits for room")
        buffer.put(3)
        #expect(!buffer.hasRoom())
        #expect(await buffer.next() == 2)
        #expect(await buffer.next() == 3)
        #expect(calls.load(ordering: .relaxed) == 1)
        #expect(buffer.hasRoom())
    }

    @Test func `gives a reader that waits the next element`() async {
        let buffer = BoundedBuffer<Int>(capacity: 1) {}
        async let first = buffer.next()
        buffer.put(1)
        #expect(await first == 1)
    }

    @Test func `gives a cancelled reader nil and the next one the element`() async {
        let buffer = BoundedBuffer<Int>(capacity: 1) {}
        let elements = await withTaskGroup(of: Int?.self, returning: [Int?].self) { group in
            group.addTask { await buffer.next() }
            group.cancelAll()
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(elements == [nil])
        buffer.put(1)
        #expect(await buffer.next() == 1)
    }

    @Test func `hands each of many elements to one of several readers`() async {
        let buffer = BoundedBuffer<Int>(capacity: 5) {}
        let seen = await withTaskGroup(of: [Int].self, returning: [Int].self) { group in
            for _ in 0..<4 {
                group.addTask {
                    var elements: [Int] = []
                    while let element = await buffer.next() { elements.append(element) }
                    return elements
                }
            }
            for element in 0..<10_000 { buffer.put(element) }
            buffer.finish()
            return await group.reduce(into: []) { $0 += $1 }
        }
        #expect(seen.sorted() == Array(0..<10_000))
    }
}

@Suite struct `The mailbox of a thread` {
    @Test func `gives letters once, in order, those before it was opened too`() throws {
        let mailbox = Mailbox<Int>()
        mailbox.post(1)
        _ = try mailbox.open()
        mailbox.post(2)
        mailbox.wake()
        #expect(mailbox.take() == [1, 2])
        #expect(mailbox.take() == [])
    }

    @Test func `makes its descriptor readable until taken from`() throws {
        let mailbox = Mailbox<Int>()
        mailbox.post(1)
        let descriptor = try mailbox.open()
        #expect(isReadable(descriptor))
        _ = mailbox.take()
        #expect(!isReadable(descriptor))
        mailbox.wake()
        mailbox.wake()
        #expect(isReadable(descriptor))
        #expect(mailbox.take() == [])
        #expect(!isReadable(descriptor))
    }

    private func isReadable(_ descriptor: Int32) -> Bool {
        var item = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return poll(&item, 1, 0) == 1
    }
}
