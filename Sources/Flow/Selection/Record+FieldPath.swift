// SPDX-License-Identifier: Apache-2.0

internal import JSONText

extension Record {
    /// What a path leads to; nil if nothing is there.
    package subscript(path: FieldPath) -> FieldValue? {
        guard var value = field(path.field) else { return nil }
        for step in path.steps {
            guard case .json(let json) = value, let inner = step.taken(from: json) else { return nil }
            value = .json(inner)
        }
        return value
    }

    /// A field, or what goes by its name where there is no such field: `tag` and `data` are what Salt calls the name and
    /// the body.
    private func field(_ field: String) -> FieldValue? {
        if let value = self[field] { return value }
        return switch field {
        case "tag", "name": .text(name)
        case "data": self["msg"]
        case "id": .text(id)
        case "position": .integer(position)
        case "timestamp": .timestamp(time)
        default: nil
        }
    }
}

extension FieldPath.Step {
    /// What the step leads to from a value.
    fileprivate func taken(from json: JSONText) -> JSONText? {
        switch self {
        case .member(let name): json[name]
        case .element(let place): json.element(at: place)
        }
    }
}

extension JSONText {
    /// The element of an array at a place counted from 0; nil if there is none.
    func element(at place: Int) -> JSONText? {
        let elements = elements()
        return elements.indices.contains(place) ? elements[place] : nil
    }
}
