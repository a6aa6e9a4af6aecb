// SPDX-License-Identifier: Apache-2.0

import DatanommerModels

extension AppendOutcome {
    /// What an append is expected to tell.
    init(stored: Int = 0, duplicates: Int = 0, setAside: [SetAside] = []) {
        self.init()
        self.stored = stored
        self.duplicates = duplicates
        self.setAside = setAside
    }
}
