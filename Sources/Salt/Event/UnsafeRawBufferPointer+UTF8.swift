// SPDX-License-Identifier: Apache-2.0

extension UnsafeRawBufferPointer {
    /// Whether the bytes are UTF-8, eight at once as long as they are ASCII.
    var isUTF8: Bool {
        var place = 0
        while place &+ 8 <= count {
            guard loadUnaligned(fromByteOffset: place, as: UInt64.self) & 0x8080_8080_8080_8080 == 0 else { break }
            place &+= 8
        }
        while place < count, self[place] < 0x80 { place &+= 1 }
        return place == count || String(validating: self[place...], as: UTF8.self) != nil
    }
}
