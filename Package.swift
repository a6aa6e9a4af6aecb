// swift-tools-version: 6.1
// SPDX-License-Identifier: Apache-2.0

import PackageDescription

let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

let package = Package(
    name: "datanommer",
    targets: [
        .target(name: "JSONText", swiftSettings: strict),
        .testTarget(
            name: "JSONTextTests", dependencies: ["JSONText"], resources: [.copy("Vectors")], swiftSettings: strict),
    ],
    swiftLanguageModes: [.v6]
)
