// SPDX-License-Identifier: Apache-2.0

/// The folder of SQL steps beside this file, as SwiftPM copies it next to a built program.
///
/// An installed program finds the steps in `share/datanommer/migrations` instead.
package enum Migrations {
    /// The name of the folder that the build leaves beside its executables.
    package static let builtFolder = "datanommer_Migrations.resources"
}
