// SPDX-License-Identifier: Apache-2.0

package import SQL

/// Any row of a journal as named values: the only thing a backend sees.
package struct Record: Hashable, Sendable {
    /// A value under a name.
    package struct Field: Hashable, Sendable {
        /// The name, without dots.
        package let name: String
        /// The value.
        package let value: FieldValue

        /// A value under a name.
        package init(_ name: String, _ value: FieldValue) {
            self.name = name
            self.value = value
        }
    }

    /// Its place in the journal; grows, with holes.
    package let position: Int64
    /// Its identity: the same each time the record is delivered, so that a backend can know it again.
    package let id: String
    /// The name by which it is selected: a message's topic, a Salt event's tag.
    package let name: String
    /// When it was said.
    package let time: Timestamp
    /// All there is to know of it, in the order in which it is written out; position, identity, name and time among it.
    package let fields: [Field]

    /// A record.
    package init(position: Int64, id: String, name: String, time: Timestamp, fields: [Field]) {
        self.position = position
        self.id = id
        self.name = name
        self.time = time
        self.fields = fields
    }

    /// The value under a name; nil if there is none of that name.
    package subscript(name: String) -> FieldValue? {
        fields.first { $0.name == name }?.value
    }
}
