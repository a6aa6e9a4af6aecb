// swift-tools-version: 6.1
// SPDX-License-Identifier: Apache-2.0

import PackageDescription

let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

let yams: Target.Dependency = .product(name: "Yams", package: "Yams")
let grdb: Target.Dependency = .product(name: "GRDB", package: "GRDB.swift")
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")

let package = Package(
    name: "datanommer",
    dependencies: [
        .package(url: "https://github.com/jpsim/Yams.git", exact: "6.2.2"),
        .package(url: "https://github.com/groue/GRDB.swift.git", exact: "7.10.0"),
        .package(url: "https://github.com/apple/swift-log.git", exact: "1.16.2"),
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
        .target(name: "Executors", swiftSettings: strict),
        .systemLibrary(name: "CLibPQ", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
        .target(name: "SQL", dependencies: ["CLibPQ", "Executors", grdb], swiftSettings: strict),
        .systemLibrary(name: "CLibCrypto", providers: [.apt(["libssl-dev"])]),
        .target(
            name: "Migrations", path: "migrations",
            resources: [.copy("postgresql"), .copy("sqlite")], swiftSettings: strict),
        .target(
            name: "DatanommerModels", dependencies: ["SQL", "JSONText", "CLibCrypto", "Migrations"],
            swiftSettings: strict),
        .testTarget(
            name: "DatanommerModelsTests", dependencies: ["DatanommerModels", "DatanommerTesting", "JSONText", "SQL"],
            resources: [.copy("Vectors")], swiftSettings: strict),
        .systemLibrary(name: "CZeroMQ", providers: [.apt(["libzmq3-dev"])]),
        .target(name: "Bus", dependencies: ["CZeroMQ", "Executors", logging], swiftSettings: strict),
        .target(name: "Spool", dependencies: ["Bus", "Executors"], swiftSettings: strict),
        .testTarget(
            name: "SpoolTests", dependencies: ["Bus", "DatanommerTesting", "Spool"], swiftSettings: strict),
        .target(name: "DatanommerTesting", dependencies: ["Bus", "SQL"], swiftSettings: strict),
        .testTarget(
            name: "BusTests", dependencies: ["Bus", "DatanommerTesting", logging],
            exclude: ["Vectors"], swiftSettings: strict),
        .testTarget(name: "SQLTests", dependencies: ["SQL", "DatanommerTesting"], swiftSettings: strict),
    ],
    swiftLanguageModes: [.v6]
)
