// SPDX-License-Identifier: Apache-2.0

internal import Foundation
internal import Settings

/// The words that this program was called with, which everybody on the machine can read.
///
/// The kernel shows them, in `/proc/PID/cmdline` and so to ps(1), from the process's own memory. A program that overwrites
/// a password there hides it for the rest of its life. It cannot hide it before: for the milliseconds that a start takes,
/// and from whoever records starts. Passwords are better kept in a file.
package enum ProgramArguments {
    /// What stands behind the program's name; from now on the process list shows stars for passwords.
    ///
    /// To be called before there are other threads.
    package static func take() -> [String] {
        // Swift copies them when they are first asked for: this has to stand before they are overwritten.
        let arguments = CommandLine.arguments
        for index in 0..<Int(CommandLine.argc) {
            guard let word = CommandLine.unsafeArgv[index] else { continue }
            hideSecrets(in: word)
        }
        return Array(arguments.dropFirst())
    }

    /// A message that may quote the arguments, without their secrets.
    static func hide(in message: String) -> String {
        var message = message
        for argument in CommandLine.arguments.dropFirst() {
            // What stands behind --option= is quoted alone.
            let value = argument.firstIndex(of: "=").map { String(argument[argument.index(after: $0)...]) }
            for quoted in [argument] + (argument.hasPrefix("-") ? value.map { [$0] } ?? [] : []) {
                let hidden = Secrets.hide(in: quoted)
                if hidden != quoted { message = message.replacing(quoted, with: hidden) }
            }
        }
        return Secrets.hide(inWordsOf: message)
    }

    /// Writes over a word in place. What is shown is never longer; the rest becomes NUL, which ends words in the process
    /// list as it ends this one.
    private static func hideSecrets(in word: UnsafeMutablePointer<CChar>) {
        let room = UnsafeMutableRawBufferPointer(start: word, count: strlen(word))
        let bytes = Array(room)
        let hidden = Secrets.hide(in: bytes)
        guard hidden != bytes else { return }
        room.copyBytes(from: hidden + [UInt8](repeating: 0, count: bytes.count - hidden.count))
    }
}
