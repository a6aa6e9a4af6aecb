// SPDX-License-Identifier: Apache-2.0

internal import DatanommerModels

/// What was set aside, on its way into the archive after all, in batches.
struct SetAsideRetrying {
    let decoder: MessageDecoder

    /// Tries all that a filter means and that is there now, each once.
    func run(_ filter: SetAsideFilter, in archive: Archive) async throws -> SetAsideRetried {
        var retried = SetAsideRetried()
        let progress = Progress("tried again")
        // What is set aside meanwhile was decoded by the daemon a moment ago.
        let newest = try await archive.newestSetAside()
        var last: Int64 = 0
        while last < newest {
            let kept = try await archive.setAside(matching: filter, after: last).filter { $0.id <= newest }
            guard let end = kept.last?.id else { break }
            retried.count(try await archive.retry(kept) { (kept) throws(SetAside) in try decoder.message(kept) })
            progress.advance(by: kept.count)
            last = end
        }
        progress.finish()
        return retried
    }

}
