// SPDX-License-Identifier: Apache-2.0

package import SQL

/// A place in a journal, as an operator says it.
package enum FeedPlace: Hashable, Sendable {
    /// Before the oldest message.
    case beginning
    /// Behind the newest message.
    case now
    /// Before the first, in order of arrival, of the messages that were said at this time or later.
    case time(Timestamp)
    /// Behind a position.
    case position(Int64)

    /// The position behind which it is.
    func position(on connection: any Connection) throws(DatabaseError) -> Int64 {
        switch self {
        case .beginning: return 0
        case .now: return try connection.execute(MessageTable.newestPosition).first?.integer(0) ?? 0
        case .position(let position): return max(position, 0)
        case .time(let time):
            let first = try connection.execute(MessageTable.firstPosition(since: time)).first?.optionalInteger(0)
            if let first { return first - 1 }
            return try FeedPlace.now.position(on: connection)
        }
    }
}
