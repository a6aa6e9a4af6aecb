// SPDX-License-Identifier: Apache-2.0

import Glibc
import Synchronization

/// Tells, when the process crashes, which inputs were being read.
enum LastWords {
    private static let seed = Atomic<UInt64>(0)
    private static let first = Atomic(-1)
    private static let second = Atomic(-1)

    /// From now on a crash is told.
    static func arm(seed: UInt64) {
        self.seed.store(seed, ordering: .relaxed)
        for number in [SIGILL, SIGTRAP, SIGSEGV, SIGBUS, SIGABRT, SIGFPE] {
            signal(number) { number in
                LastWords.say()
                // The way of the system, which may leave a core.
                signal(number, SIG_DFL)
                raise(number)
            }
        }
    }

    /// A worker begins with an input; of more workers than two the others are not told.
    static func reading(_ number: Int, by worker: Int) {
        if worker == 0 { first.store(number, ordering: .relaxed) }
        if worker == 1 { second.store(number, ordering: .relaxed) }
    }

    /// Without memory of its own: a crash may have been about that.
    private static func say() {
        write("\ncrashed; seed ")
        write(seed.load(ordering: .relaxed))
        write(", inputs ")
        for number in [first.load(ordering: .relaxed), second.load(ordering: .relaxed)] where number >= 0 {
            write(UInt64(number))
            write(" ")
        }
        write("\n")
    }

    private static func write(_ text: StaticString) {
        _ = Glibc.write(STDERR_FILENO, text.utf8Start, text.utf8CodeUnitCount)
    }

    private static func write(_ number: UInt64) {
        if number >= 10 { write(number / 10) }
        var digit = UInt8(ascii: "0") + UInt8(number % 10)
        _ = Glibc.write(STDERR_FILENO, &digit, 1)
    }
}
