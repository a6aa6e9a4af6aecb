// SPDX-License-Identifier: Apache-2.0

internal import Flow
internal import Settings

extension RowSettings {
    /// The template that is meant.
    func template(for spelling: SQLSpelling, hostname: String) throws(TemplateError) -> SQLTemplate {
        switch self {
        case .statement(let text): try SQLTemplate(text, for: spelling, hostname: hostname)
        case .salt(let settings): try SQLTemplate(settings.positional, for: spelling, hostname: hostname)
        }
    }
}

extension SaltRowSettings {
    fileprivate var positional: PositionalTemplate {
        let worker: SaltWorker =
            switch worker {
            case .newJob: .newJob
            case .minionReturn: .minionReturn
            case .minionSub: .minionSub
            case nil: .plain
            }
        var template = PositionalTemplate(template: template, fields: fields, table: table, worker: worker)
        template.dictionary = dictionary
        return template
    }
}
