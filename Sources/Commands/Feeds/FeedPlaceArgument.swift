// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import DatanommerModels

/// A place in the journal on the command line: `beginning`, `now`, a position, or a time in ISO 8601.
struct FeedPlaceArgument: ExpressibleByArgument {
    let place: FeedPlace

    init?(argument: String) {
        switch argument {
        case "beginning": place = .beginning
        case "now": place = .now
        default:
            // Digits alone are a position, not seconds since 1970.
            if let position = Int64(argument) {
                guard position >= 0 else { return nil }
                place = .position(position)
            } else if let time = Timestamp(text: argument) {
                place = .time(time)
            } else {
                return nil
            }
        }
    }
}
