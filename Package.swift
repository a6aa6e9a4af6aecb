// swift-tools-version: 6.1
// SPDX-License-Identifier: Apache-2.0

import PackageDescription

let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

let yams: Target.Dependency = .product(name: "Yams", package: "Yams")

let package = Package(
    name: "datanommer",
    dependencies: [
        .package(url: "https://github.com/jpsim/Yams.git", exact: "6.2.2")
    ],
    targets: [
        .target(name: "JSONText", swiftSettings: strict),
        .testTarget(
            name: "JSONTextTests", dependencies: ["JSONText"], resources: [.copy("Vectors")], swiftSettings: strict),
        .target(
            name: "Extraction", dependencies: ["JSONText", yams],
            resources: [.copy("Rules/extraction.yaml")], swiftSettings: strict),
        .testTarget(
            name: "ExtractionTests", dependencies: ["Extraction", "JSONText"],
            resources: [.copy("Messages")], swiftSettings: strict),
        .target(name: "Settings", dependencies: [yams], swiftSettings: strict),
        .testTarget(name: "SettingsTests", dependencies: ["Settings"], swiftSettings: strict),
    ],
    swiftLanguageModes: [.v6]
)
