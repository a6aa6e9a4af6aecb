// SPDX-License-Identifier: Apache-2.0

package import JSONText

/// The payload of an event as JSON, and what is known of it besides.
///
/// | MessagePack | JSON |
/// |---|---|
/// | text (or `raw`) that is UTF-8 | a string |
/// | bytes, and text that is not UTF-8 | `{"$bin": "<base64>"}` |
/// | an extension | `{"$ext": [<type>, "<base64>"]}` |
/// | a map whose keys are texts | an object, its members in the order in which they came |
/// | any other map | `{"$map": [[<key>, <value>], …]}` |
/// | a number | the same number; NaN and the infinities as Python spells them |
///
/// So everything can be told apart again: a map that looks like one of these forms is written as `$map` itself. Dates
/// (extension 78) and Salt's constants (79) are extensions as well.
package struct SaltBody: Sendable {
    /// The payload as JSON, without a space.
    package let json: JSONText
    /// The same, the members of each object in the order of their bytes: what two masters say in different order, or in
    /// different eras of Salt, is the same here.
    package let ordered: [UInt8]
    /// The member `_stamp` of the payload, where it is a text.
    package let stamp: String?
    /// The member `user` of the payload, where it is a text.
    package let user: String?

    /// Reads a payload, which is one value of MessagePack.
    ///
    /// Takes time and memory in proportion to its bytes, the call stack is flat.
    ///
    /// - Throws: ``MessagePackError``.
    package init(_ payload: [UInt8]) throws(MessagePackError) {
        let writer = try payload.withUnsafeBufferPointer { buffer throws(MessagePackError) in
            let bytes = UnsafeRawBufferPointer(buffer)
            var writer = SaltBodyWriter(bytes)
            if try writer.run() { return writer }
            // A key that is no text shows when its map has been begun as an object: once more, knowing which maps are odd.
            writer = SaltBodyWriter(bytes, oddMaps: try OddMaps.find(in: bytes))
            let isDone = try writer.run()
            precondition(isDone, "every map with odd keys was found before")
            return writer
        }
        json = JSONText(made: writer.output)
        ordered = writer.ordered
        (stamp, user) = (writer.stamp, writer.user)
    }
}
