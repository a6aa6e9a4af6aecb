// SPDX-License-Identifier: Apache-2.0

internal import JSONText

extension Message {
    /// The envelope as it was said: what the archive added is left out, what was absent stays absent.
    package var envelope: String {
        let was = { (name: String) in !notSaid.contains(name) }
        var writer = ObjectWriter()
        var said = RestMembers(rest)
        writer.add("certificate", present: said.take("certificate"), certificate)
        writer.add("crypto", present: said.take("crypto"), crypto)
        if let headers = said.take("headers")?.text ?? headers { writer.add("headers", spelled: headers) }
        if was("i") { writer.add("i", said.take("i") ?? .integer(i)) }
        if was("msg") { writer.add("msg", spelled: msg) }
        if was("msg_id") { writer.add("msg_id", said.take("msg_id") ?? .string(msgID)) }
        writer.add("signature", present: said.take("signature"), signature)
        if source.name != Source.datanommer.name {
            writer.add("source_name", source.name)
            let version = said.take("source_version") ?? .string(source.version)
            if was("source_version") { writer.add("source_version", version) }
        }
        if was("timestamp") {
            writer.add("timestamp", spelled: said.take("timestamp")?.text ?? timestamp.epochSeconds)
        }
        writer.add("topic", topic)
        writer.add("username", present: said.take("username"), username)
        for member in said.members { writer.add(member) }
        return writer.finished
    }
}
