// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// What became of the inputs.
final class Report: Sendable, CustomStringConvertible {
    /// What one worker saw.
    struct Share: Sendable {
        fileprivate var accepted: [String: Int] = [:]
        fileprivate var refused: [String: Int] = [:]
        fileprivate var findings: [String] = []
        fileprivate var slowest = Duration.zero
        fileprivate var slowestNumber = 0

        /// An input takes microseconds; one that takes this long hangs.
        private static let patience = Duration.seconds(5)

        mutating func note(_ surface: String, _ number: Int, _ result: Result<Bool, any Error>, took: Duration) {
            if took > slowest { (slowest, slowestNumber) = (took, number) }
            if took > Self.patience { findings.append("input \(number) (\(surface)) took \(took)") }
            switch result {
            case .success(true): accepted[surface, default: 0] += 1
            case .success(false): refused[surface, default: 0] += 1
            case .failure(let error): findings.append("input \(number) (\(surface)): \(error)")
            }
        }
    }

    private let whole = Mutex(Share())

    func add(_ share: Share) {
        whole.withLock { whole in
            whole.accepted.merge(share.accepted, uniquingKeysWith: +)
            whole.refused.merge(share.refused, uniquingKeysWith: +)
            whole.findings += share.findings
            if share.slowest > whole.slowest {
                (whole.slowest, whole.slowestNumber) = (share.slowest, share.slowestNumber)
            }
        }
    }

    func add(_ finding: String) { whole.withLock { $0.findings.append(finding) } }

    var findings: [String] { whole.withLock { $0.findings } }

    var description: String {
        whole.withLock { whole in
            let names = Set(whole.accepted.keys).union(whole.refused.keys).sorted()
            let lines = names.map { "\($0): \(whole.accepted[$0] ?? 0) accepted, \(whole.refused[$0] ?? 0) refused" }
            return (lines + ["slowest: input \(whole.slowestNumber), \(whole.slowest)"]).joined(separator: "\n")
        }
    }
}
