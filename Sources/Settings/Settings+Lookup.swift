// SPDX-License-Identifier: Apache-2.0

extension Settings {
    /// The file that is read when none is named and it is there.
    package static let defaultFile = "/etc/datanommer/datanommer.yaml"
    /// The environment variable that names the configuration file.
    package static let fileVariable = "DATANOMMER_CONFIG"
    /// The environment variable that says where the database is.
    package static let databaseVariable = "DATANOMMER_DATABASE_URL"

    /// The environment variable that says where commands that only ask go.
    package static let questionsVariable = "DATANOMMER_QUESTIONS_URL"

    /// The settings of this process: defaults, then the file, then the environment, then the options.
    ///
    /// The file is `file`, else the one that `DATANOMMER_CONFIG` names, else `defaultFile` if it is there. The database
    /// is `databaseURL`, else `DATANOMMER_DATABASE_URL`, else the file's, else the default. An empty variable counts as
    /// unset. Where questions go is told by the same source as the database, or by a stronger one: a replica that the file
    /// names is not one of the database that an option names. A named file that is not there is an error, and so is a default one that may not be read.
    ///
    /// - Parameters:
    ///   - file: The option `--config`.
    ///   - databaseURL: The option `--database-url`.
    ///   - environment: The variables of the process.
    ///   - defaultFile: The file to try when none is named.
    /// - Throws: `SettingsError` if the file cannot be read or holds something that is not a setting.
    package static func load(
        file: String?,
        databaseURL: String?,
        environment: [String: String],
        defaultFile: String = Settings.defaultFile
    ) throws(SettingsError) -> Settings {
        var settings = Settings()
        if let named = file ?? environment.filled(fileVariable) {
            settings = try Settings(contentsOf: named)
        } else if SettingsFile.exists(defaultFile) {
            settings = try Settings(contentsOf: defaultFile)
        }
        if let url = environment.filled(databaseVariable) {
            settings.database.url = url
            settings.database.questionsURL = nil
        }
        if let url = environment.filled(questionsVariable) { settings.database.questionsURL = url }
        if let url = databaseURL {
            settings.database.url = url
            settings.database.questionsURL = nil
        }
        return settings
    }

    /// The settings of one file over the defaults.
    ///
    /// - Throws: `SettingsError` if the file cannot be read or holds something that is not a setting.
    package init(contentsOf file: String) throws(SettingsError) {
        try self.init(yaml: SettingsFile.text(of: file), file: file)
    }
}

extension [String: String] {
    /// The variable's value, unless it is unset or empty.
    fileprivate func filled(_ name: String) -> String? {
        self[name].flatMap { $0.isEmpty ? nil : $0 }
    }
}
