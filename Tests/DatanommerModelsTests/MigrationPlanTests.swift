// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import DatanommerModels

@Suite struct `A migration plan` {
    private static let files = (1...4).map { version in
        Migration(version: version, title: "step \(version)", up: "up \(version)", down: "down \(version)")
    }

    private func applied(_ versions: ClosedRange<Int>) -> [AppliedMigration] {
        Self.files.filter { versions.contains($0.version) }.map { file in
            AppliedMigration(
                version: file.version, title: file.title, checksum: file.checksum,
                appliedAt: Timestamp(microseconds: 0))
        }
    }

    /// What a plan from a version on would do, or why there is none.
    private func steps(from current: Int, to target: MigrationTarget, isUp: Bool) throws(MigrationError) -> [String] {
        let applied = current == 0 ? [] : applied(1...current)
        let plan = try MigrationPlan(applied: applied, files: Self.files, to: target, isUp: isUp)
        #expect(plan.current == current)
        return plan.steps.map(\.announcement)
    }

    @Test func `goes up to the newest, by so many, or to a version, and no further than there is`() throws {
        let up = (1...4).map { "upgrade to 000\($0) step \($0)" }
        #expect(try steps(from: 0, to: .head, isUp: true) == up)
        #expect(try steps(from: 0, to: .steps(1), isUp: true) == Array(up[..<1]))
        #expect(try steps(from: 2, to: .steps(1), isUp: true) == Array(up[2...2]))
        #expect(try steps(from: 3, to: .steps(9), isUp: true) == Array(up[3...]))
        #expect(try steps(from: 1, to: .version(3), isUp: true) == Array(up[1...2]))
        #expect(try steps(from: 4, to: .head, isUp: true) == [])
        #expect(try steps(from: 4, to: .steps(1), isUp: true) == [])
    }

    @Test func `goes down the same way back`() throws {
        let down = [4, 3, 2, 1].map { "downgrade from 000\($0) step \($0)" }
        #expect(try steps(from: 4, to: .base, isUp: false) == down)
        #expect(try steps(from: 4, to: .steps(-1), isUp: false) == Array(down[..<1]))
        #expect(try steps(from: 3, to: .version(1), isUp: false) == Array(down[1...2]))
        #expect(try steps(from: 0, to: .base, isUp: false) == [])
    }

    @Test func `to a version that is not there, or lies the other way, is an error`() throws {
        for (current, target, isUp) in [
            (0, .version(5), true), (2, .version(1), true), (2, .steps(-1), true), (2, .base, true),
            (2, .version(3), false), (2, .head, false), (2, .steps(1), false), (2, .steps(-3), false),
            (0, .version(-1), false),
        ] as [(Int, MigrationTarget, Bool)] {
            #expect(throws: MigrationError.self, "\(target) from \(current)") {
                try steps(from: current, to: target, isUp: isUp)
            }
        }
    }

    @Test func `finds an applied step whose file was changed or is gone, not one whose way back or title was`() throws {
        var files = Self.files
        files[1] = Migration(version: 2, title: "other", up: "up 2", down: "other")
        try MigrationPlan.check(applied(1...3), against: files)
        files[1] = Migration(version: 2, title: "step 2", up: "up 2 ", down: "down 2")
        #expect {
            try MigrationPlan.check(applied(1...3), against: files)
        } throws: { error in
            (error as? MigrationError)?.code == .changedAfterApplied && "\(error)".contains("0002 step 2")
        }
        #expect {
            try MigrationPlan.check(applied(1...4), against: Array(Self.files[..<3]))
        } throws: { error in
            (error as? MigrationError)?.code == .changedAfterApplied && "\(error)".contains("version 4 (step 4)")
        }
    }

    @Test(
        arguments: [
            ("head", .head), ("base", .base), ("+1", .steps(1)), ("-2", .steps(-2)), ("7", .version(7)),
            ("0", .version(0)),
        ] as [(String, MigrationTarget)])
    func `has a target that an operator can write`(text: String, target: MigrationTarget) {
        #expect(MigrationTarget(text) == target)
    }

    @Test(arguments: ["", "HEAD", "x", "1.0", "+", "-", "++1", "9999999", "1 ", "٣"])
    func `has no target that nobody could mean`(text: String) {
        #expect(MigrationTarget(text) == nil)
    }

    @Test func `knows a step by the SHA-256 of its way up`() {
        #expect(
            Migration(version: 1, title: "", up: "abc", down: "").checksum
                == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    }
}
