// SPDX-License-Identifier: Apache-2.0

import Foundation

/// What a bench is at, for whoever waits.
enum Progress {
    static func say(_ text: String) {
        FileHandle.standardError.write(Data("\(text)\n".utf8))
    }
}
