// SPDX-License-Identifier: Apache-2.0

import Foundation

extension ScratchCluster {
    /// All that the server has logged so far.
    ///
    /// - Throws: when the log cannot be read.
    package func log() throws -> String {
        String(decoding: try Data(contentsOf: URL(fileURLWithPath: folder.path + "/log")), as: UTF8.self)
    }
}
