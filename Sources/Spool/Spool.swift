// SPDX-License-Identifier: Apache-2.0

package import Bus
internal import Executors
internal import Synchronization

/// The log on local disk between the bus and the database: what was received is kept until the database has it.
///
/// Batches are appended to segment files, one fdatasync a batch, and read back in order; a segment is removed when all in
/// it is acknowledged. After a crash reading goes on behind the last acknowledgement: messages may come twice, none is
/// lost that was appended. Any writers, one reader, one process: the folder is locked.
package actor Spool {
    /// Blocking file work stays off Swift's shared pool.
    private let executor = QueueExecutor(label: "spool")
    package nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    private let settings: SpoolSettings
    private let folder: SpoolFolder
    /// Held for its lock.
    private let lockFile: SegmentFile
    private let acknowledgedFile: SegmentFile
    private var segments: [(number: UInt64, bytes: Int)]
    private var writer: SegmentFile?
    private var readPosition: SpoolPosition
    private var acknowledgedPosition: SpoolPosition
    private var isFinished = false
    private let reader = Mutex<CheckedContinuation<Void, Never>?>(nil)
    private let limit = Mutex(Limit())
    private var buffer: [UInt8] = []

    /// Whether a full spool makes writers wait, and those that wait.
    private struct Limit {
        var isLifted = false
        var writers: [CheckedContinuation<Void, Never>] = []

        mutating func takeWriters() -> [CheckedContinuation<Void, Never>] {
            defer { writers = [] }
            return writers
        }
    }

    /// How much of a segment is read at once at the most, in bytes; a larger record is read whole.
    private static let chunkBytes = 2 << 20
    /// How much is read next: somewhat more than the last messages took, so that little is read twice.
    private var readBytes = leastBytes
    private static let leastBytes = 256 << 10

    /// Opens the spool, behind what was acknowledged before.
    ///
    /// - Throws: `SpoolError`: `.inUse` when another process has it.
    package init(_ settings: SpoolSettings) throws(SpoolError) {
        self.settings = settings
        folder = try SpoolFolder(settings.folder)
        lockFile = try SegmentFile(overwriting: folder.lockPath)
        guard lockFile.lock() else {
            throw SpoolError(
                code: .inUse,
                message: "another process uses the spool \(settings.folder): name another one with --spool")
        }
        acknowledgedFile = try SegmentFile(overwriting: folder.acknowledgedPath)
        let beginning = folder.acknowledged() ?? SpoolPosition(segment: 0, offset: 0)
        let found = try folder.segments()
        for segment in found where segment.number < beginning.segment { folder.remove(segment.number) }
        segments = found.filter { $0.number >= beginning.segment }
        readPosition = beginning
        acknowledgedPosition = beginning
    }

    /// How many bytes are not acknowledged.
    package var pendingBytes: Int {
        let all = segments.reduce(0) { $0 + $1.bytes }
        let done = segments.first?.number == acknowledgedPosition.segment ? acknowledgedPosition.offset : 0
        return max(0, all - done)
    }

    /// Whether so little waits for the database that what is not urgent may be added: a quarter of what may wait.
    package var isIdle: Bool { pendingBytes <= settings.maximumBytes / 4 }

    /// Makes a batch durable behind what is there.
    ///
    /// With `.wait`, a full spool makes the caller wait; with `.dropOldest`, room is made.
    ///
    /// - Parameter onWait: told before the caller has to wait.
    /// - Returns: how many messages were given up to make room.
    /// - Throws: `SpoolError`; then nothing of the batch is in the spool.
    package func append(_ batch: ReceivedBatch, onWait: @Sendable () -> Void = {}) async throws(SpoolError) -> Int {
        buffer.removeAll(keepingCapacity: true)
        for envelope in batch.envelopes { SpoolRecord.envelope(envelope).append(to: &buffer) }
        for frames in batch.undecodable { SpoolRecord.undecodable(frames).append(to: &buffer) }
        let bytes = buffer
        let dropped = try await makeRoom(for: bytes.count, onWait: onWait)
        try roll(before: bytes.count)
        let size = segments[segments.count - 1].bytes
        do throws(SpoolError) {
            try writer?.append(bytes, at: size)
        } catch {
            // Whatever is wrong with this file, the next attempt begins another one, with all the room there can be.
            writer = nil
            removeIdleSegments()
            throw error
        }
        segments[segments.count - 1].bytes += bytes.count
        wakeReader()
        return dropped
    }

    /// From now on a full spool makes nobody wait: what is received at the end is kept beyond the limit.
    package nonisolated func liftLimit() {
        let waiting = limit.withLock { limit in
            limit.isLifted = true
            return limit.takeWriters()
        }
        for writer in waiting { writer.resume() }
    }

    /// Nothing more will be appended: the reader gets what is left, then nil.
    package func finish() {
        isFinished = true
        wakeReader()
    }

    /// The next messages, waiting for some; nil after the last one of a finished spool, and when the task is cancelled.
    ///
    /// - Parameter limit: how many at the most.
    /// - Throws: `SpoolError` when a segment cannot be read.
    package func next(limit: Int) async throws(SpoolError) -> SpooledBatch? {
        while true {
            if let batch = try read(limit: limit) { return batch }
            if isFinished || Task.isCancelled { return nil }
            await waitForMessages()
        }
    }

    /// When the next message to be read was received, in microseconds since 1970; nil when there is none, or it cannot be
    /// read.
    package func oldest() -> Int64? {
        let position = readPosition
        defer { readPosition = position }
        let batch = (try? read(limit: 1))?.batch
        return batch?.envelopes.first?.receivedAt ?? batch?.undecodable.first?.receivedAt
    }

    /// The messages up to a position are stored: they are not given out again, and their segments are removed.
    ///
    /// - Throws: `SpoolError` when this cannot be written down; the messages then may come again after a restart.
    package func acknowledge(_ position: SpoolPosition) throws(SpoolError) {
        guard position > acknowledgedPosition else { return }
        acknowledgedPosition = position
        while let first = segments.first, first.number < position.segment {
            folder.remove(first.number)
            segments.removeFirst()
        }
        for writer in limit.withLock({ $0.takeWriters() }) { writer.resume() }
        let text = "\(position)"
        if isFinished { removeIdleSegments() }
        try acknowledgedFile.overwrite(Array((text + String(repeating: " ", count: max(0, 48 - text.count))).utf8))
    }

    private nonisolated func wakeReader() {
        reader.withLock { $0.take() }?.resume()
    }

    private func waitForMessages() async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isCancelled = reader.withLock { reader in
                    if !Task.isCancelled { reader = continuation }
                    return Task.isCancelled
                }
                if isCancelled { continuation.resume() }
            }
        } onCancel: {
            wakeReader()
        }
    }
}

// MARK: - Writing

extension Spool {
    private func makeRoom(for bytes: Int, onWait: @Sendable () -> Void) async throws(SpoolError) -> Int {
        var dropped = 0
        while pendingBytes > 0, pendingBytes + bytes > settings.maximumBytes, !limit.withLock({ $0.isLifted }) {
            switch settings.whenFull {
            case .wait:
                onWait()
                await waitForRoom()
            case .dropOldest: dropped += try dropOldest()
            }
        }
        return dropped
    }

    private func waitForRoom() async {
        await withCheckedContinuation { continuation in
            let goesOn = limit.withLock { limit in
                if !limit.isLifted { limit.writers.append(continuation) }
                return limit.isLifted
            }
            if goesOn { continuation.resume() }
        }
    }

    /// Removes a segment that was never written, and a last one that holds nothing that is still wanted.
    private func removeIdleSegments() {
        if let last = segments.last, last.bytes == 0 {
            folder.remove(last.number)
            segments.removeLast()
        }
        guard segments.count == 1, let last = segments.first,
            acknowledgedPosition >= SpoolPosition(segment: last.number, offset: last.bytes)
        else { return }
        folder.remove(last.number)
        segments = []
        // Numbers go up only: the next segment lies behind what was acknowledged.
        acknowledgedPosition = SpoolPosition(segment: last.number + 1, offset: 0)
        readPosition = acknowledgedPosition
    }

    private func roll(before bytes: Int) throws(SpoolError) {
        if writer != nil, let last = segments.last, last.bytes == 0 || last.bytes + bytes <= settings.segmentBytes {
            return
        }
        let number = max(segments.last?.number ?? 0, acknowledgedPosition.segment) + 1
        writer = try SegmentFile(creating: folder.segmentPath(number))
        segments.append((number, 0))
    }

    private func dropOldest() throws(SpoolError) -> Int {
        let oldest = segments.removeFirst()
        if segments.isEmpty { writer = nil }
        let next = SpoolPosition(segment: oldest.number + 1, offset: 0)
        let start = acknowledgedPosition.segment == oldest.number ? acknowledgedPosition.offset : 0
        let count = try records(in: oldest.number, from: start, bytes: oldest.bytes)
        folder.remove(oldest.number)
        readPosition = max(readPosition, next)
        acknowledgedPosition = max(acknowledgedPosition, next)
        return count
    }

    private func records(in segment: UInt64, from start: Int, bytes: Int) throws(SpoolError) -> Int {
        let content = try SegmentFile(reading: folder.segmentPath(segment)).read(at: 0, count: bytes)
        return content.withUnsafeBytes { content in
            let scanner = SegmentScanner(content)
            var (offset, count) = (start, 0)
            while true {
                switch scanner.finding(at: offset) {
                case .record(_, let end): (offset, count) = (end, count + 1)
                case .damage(let end): offset = end
                case .more, .end: return count
                }
            }
        }
    }
}

// MARK: - Reading

extension Spool {
    private func read(limit: Int) throws(SpoolError) -> SpooledBatch? {
        while let segment = segments.first(where: { $0.number >= readPosition.segment && $0.bytes > 0 }) {
            if segment.number > readPosition.segment {
                readPosition = SpoolPosition(segment: segment.number, offset: 0)
            }
            if readPosition.offset < segment.bytes {
                return try read(segment.number, size: segment.bytes, limit: limit)
            }
            guard segments.contains(where: { $0.number > segment.number && $0.bytes > 0 }) else { return nil }
            readPosition = SpoolPosition(segment: segment.number + 1, offset: 0)
        }
        return nil
    }

    private func read(_ segment: UInt64, size: Int, limit: Int) throws(SpoolError) -> SpooledBatch {
        let file = try SegmentFile(reading: folder.segmentPath(segment))
        var wanted = min(readBytes, size - readPosition.offset)
        while true {
            let chunk = try file.read(at: readPosition.offset, count: wanted)
            let isWhole = chunk.count < wanted || readPosition.offset + wanted >= size
            let gathered = Gathering(chunk, limit: limit, isWhole: isWhole)
            if let needed = gathered.needed, gathered.end == 0 {
                wanted = min(max(needed, wanted * 2), size - readPosition.offset)
                continue
            }
            if gathered.batch.count >= limit {
                readBytes = gathered.end + gathered.end / 4
            } else if wanted == readBytes {
                // There was more, and room for it in the batch.
                readBytes = wanted * 2
            }
            readBytes = min(max(readBytes, Self.leastBytes), Self.chunkBytes)
            for range in gathered.damage {
                folder.keepDamaged(
                    chunk[range], at: SpoolPosition(segment: segment, offset: readPosition.offset + range.lowerBound))
            }
            readPosition.offset += chunk.isEmpty ? size - readPosition.offset : gathered.end
            return SpooledBatch(
                batch: gathered.batch, end: readPosition, damagedBytes: gathered.damage.reduce(0) { $0 + $1.count })
        }
    }
}

/// The records at the beginning of a chunk; pure.
private struct Gathering {
    private(set) var batch = ReceivedBatch()
    private(set) var end = 0
    private(set) var damage: [Range<Int>] = []
    /// How many bytes the record at `end` needs, where the chunk does not hold it whole.
    private(set) var needed: Int?

    /// - Parameter isWhole: whether nothing comes behind the chunk, so that a record without an end is torn.
    init(_ chunk: [UInt8], limit: Int, isWhole: Bool) {
        chunk.withUnsafeBytes { bytes in
            let scanner = SegmentScanner(bytes)
            while batch.count < limit {
                switch scanner.finding(at: end) {
                case .record(.envelope(let envelope), let next):
                    batch.envelopes.append(envelope)
                    end = next
                case .record(.undecodable(let frames), let next):
                    batch.undecodable.append(frames)
                    end = next
                case .damage(let next):
                    damage.append(end..<next)
                    end = next
                case .more(let bytes):
                    guard isWhole else { return needed = bytes }
                    damage.append(end..<chunk.count)
                    end = chunk.count
                case .end:
                    return
                }
            }
        }
    }
}
