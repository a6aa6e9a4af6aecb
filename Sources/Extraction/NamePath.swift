// SPDX-License-Identifier: Apache-2.0

import JSONText

/// The way from an envelope to names in it: which values, and what to make of their text.
struct NamePath: Sendable {
    /// One step from a value to values inside it.
    enum Selector: Hashable, Sendable {
        /// The member of this name.
        case member(String)
        /// The value of each member.
        case eachMember
        /// The name of each member.
        case eachName
        /// Each element.
        case eachElement
    }

    let selectors: [Selector]
    let steps: [NameStep]

    /// Hands every name that the way leads to, the same one perhaps twice, to `names`.
    func collect(from envelope: inout OpenedEnvelope, into names: inout NameCollector) {
        guard case .member(let outer) = selectors.first, case .member(let inner) = selectors.dropFirst().first else {
            return follow(selectors[...], from: envelope.whole, into: &names)
        }
        if let value = envelope[outer, inner] { follow(selectors.dropFirst(2), from: value, into: &names) }
    }

    /// Goes as deep as the rule is long, however deep the envelope.
    private func follow(_ selectors: ArraySlice<Selector>, from value: JSONText, into names: inout NameCollector) {
        guard let selector = selectors.first else { return take(value, into: &names) }
        let rest = selectors.dropFirst()
        switch selector {
        case .member(let name):
            if let member = value[name] { follow(rest, from: member, into: &names) }
        case .eachMember:
            for member in value.members() { follow(rest, from: member.value, into: &names) }
        case .eachName:
            for member in value.members() { follow(rest, from: member.nameText, into: &names) }
        case .eachElement:
            for element in value.elements() { follow(rest, from: element, into: &names) }
        }
    }

    private func take(_ value: JSONText, into names: inout NameCollector) {
        // A lone surrogate in a long text is no harm unless a name taken from the text holds it.
        let exact = value.string
        guard let text = exact ?? value.stringWithReplacements else { return }
        for name in steps.reduce([text], { texts, step in texts.flatMap(step.applied(to:)) }) {
            names.insert(name, isLossy: exact == nil)
        }
    }
}
