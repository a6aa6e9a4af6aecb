// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import DatanommerTesting
import Foundation

/// Feeds the readers of strangers' bytes with mutations of what was captured on a bus: none may crash, hang or grow.
@main struct Fuzz: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fuzz", abstract: "Feed every reader of strangers' bytes with mutated input.",
        discussion: "The same seed and number make the same input: --only NUMBER reads one again.")

    @Option(help: "How many inputs.")
    var count = 10_000_000

    @Option(help: "The seed of all of them.")
    var seed: UInt64 = 1

    @Option(help: "Only the input of this number, which is written to stdout.")
    var only: Int?

    /// Room for caches to fill, and for what the allocator keeps; in bytes.
    private static let mayGrow = 96 << 20

    func run() throws {
        let surfaces = try Surface.all()
        if let only {
            var input = Input(seed: seed, number: only, surfaces)
            FileHandle.standardOutput.write(Data(input.bytes))
            print("\n\(input.surface.name): accepted: \(try input.read())")
            return
        }
        LastWords.arm(seed: seed)
        print("\(count) inputs, seed \(seed)")
        let report = Report()
        // Caches are full by then.
        let warm = min(count, 200_000)
        read(0..<warm, surfaces, report)
        let before = Memory.residentBytes
        read(warm..<count, surfaces, report)
        let growth = Memory.residentBytes - before
        print("\(report)\nmemory: \(before >> 20) MiB, grown by \(growth >> 20) MiB")
        if growth > Self.mayGrow { report.add("memory grew by \(growth) bytes") }
        guard report.findings.isEmpty else {
            print(report.findings.prefix(20).joined(separator: "\n"))
            throw ExitCode.failure
        }
    }

    private func read(_ numbers: Range<Int>, _ surfaces: [Surface], _ report: Report) {
        let workers = ProcessInfo.processInfo.activeProcessorCount
        DispatchQueue.concurrentPerform(iterations: workers) { worker in
            var share = Report.Share()
            for number in stride(from: numbers.lowerBound + worker, to: numbers.upperBound, by: workers) {
                LastWords.reading(number, by: worker)
                var input = Input(seed: seed, number: number, surfaces)
                let start = ThreadClock.now
                let result = Result { try input.read() }
                share.note(input.surface.name, number, result, took: ThreadClock.now - start)
            }
            report.add(share)
        }
    }
}

/// One input, known by its number.
struct Input {
    let surface: Surface
    let bytes: [UInt8]
    private var random: SeededGenerator

    init(seed: UInt64, number: Int, _ surfaces: [Surface]) {
        random = SeededGenerator(seed: seed &+ UInt64(number) &* 0x9E37_79B9_7F4A_7C15)
        var place = Int.random(in: 0..<surfaces.reduce(0) { $0 + $1.share }, using: &random)
        surface =
            surfaces.first { surface in
                defer { place -= surface.share }
                return place < surface.share
            } ?? surfaces[0]
        bytes = surface.input(&random)
    }

    /// Whether it is accepted; throws what does not hold.
    mutating func read() throws -> Bool {
        try surface.read(bytes, &random)
    }
}
