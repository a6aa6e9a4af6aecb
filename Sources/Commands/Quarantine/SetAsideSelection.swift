// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import DatanommerModels

/// Which of what was set aside is meant, where something is done to it: it has to be said.
struct SetAsideSelection: ParsableArguments {
    @Argument(help: ArgumentHelp("The numbers that list tells.", valueName: "id"))
    var ids: [Int64] = []

    @OptionGroup var options: SetAsideOptions

    @Flag(help: "Everything, within the times if there are any.")
    var all = false

    init() {}

    func validate() throws {
        guard [!ids.isEmpty, !options.reason.isEmpty, all].count(where: { $0 }) == 1 else {
            throw ValidationError("name either numbers, or --reason, or --all")
        }
    }

    var filter: SetAsideFilter {
        var filter = options.filter
        filter.ids = ids
        return filter
    }

    /// Says on stderr which of the numbers are not there, and whether any is missing.
    func sayMissing(in archive: Archive) async throws -> Bool {
        guard !ids.isEmpty else { return false }
        var filter = SetAsideFilter()
        filter.ids = ids
        let there = try await archive.setAsideNumbers(filter)
        let missing = Set(ids).subtracting(there).sorted()
        for id in missing { StandardError.write("\(id): nothing is set aside under this number") }
        return !missing.isEmpty
    }
}
